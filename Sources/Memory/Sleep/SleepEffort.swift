import Pipeline

/// How much a cycle takes on at once. One that ran out of memory is taken back and tried with less.
struct SleepEffort: Sendable, Equatable {
    /// Threads of DuckDB; nil: those of the engine. What a cycle makes does not depend on them.
    var threads: Int?
    /// The share of `memories_per_cycle` that is taken in.
    var share = 1.0

    static let full = SleepEffort()

    /// What to try next; nil where there is nothing less.
    ///
    /// - Parameter mayShrink: whether a cycle may take in fewer memories. Not where another machine
    ///   has to do the same cycle: it would take in more.
    func less(mayShrink: Bool) -> SleepEffort? {
        if threads == nil { return SleepEffort(threads: 1, share: share) }
        guard mayShrink, share > 0.02 else { return nil }
        return SleepEffort(threads: 1, share: share / 5)
    }
}

/// A model found no room within DuckDB's memory limit.
struct SleepOutOfMemory: Error {
    var model: String
    var limitMiB: Int

    var asMemoryError: MemoryError {
        MemoryError(
            .sleepFailed,
            "the model \(model) ran out of memory: it needs more than the \(limitMiB) MiB that "
                + "DuckDB may use, with one thread and few memories too. Set DORMOUSE_MEMORY_LIMIT "
                + "(2GiB, say) or sleep: memory_limit in dormouse.yml and sleep again; nothing is lost"
        )
    }
}
