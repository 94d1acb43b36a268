import Synchronization

/// What was pinned and corrected, as it was read last: every recall asks, and it seldom changes.
final class KnownMarks: Sendable {
    private struct State {
        /// How often something had been written when they were read.
        var writings: UInt64 = 0
        var marks: [[UInt8]: MemoryMarks] = [:]
    }

    private let state = Mutex(State())
    /// Namespaces; who reads many of them and writes nothing does not fill the memory.
    private static let room = 1024

    /// Those of a namespace.
    ///
    /// - Parameters:
    ///   - writings: how often something has been written; asked again after the reading, for what
    ///     was written meanwhile may be in it or not.
    ///   - read: reads them from the store.
    func marks(
        of namespace: String, at writings: @autoclosure () -> UInt64,
        _ read: () throws(MemoryError) -> MemoryMarks
    ) throws(MemoryError) -> MemoryMarks {
        let name = Array(namespace.utf8)
        let before = writings()
        let known = state.withLock { $0.writings == before ? $0.marks[name] : nil }
        if let known { return known }
        let marks = try read()
        if writings() == before {
            state.withLock { state in
                if state.writings != before || state.marks.count >= Self.room {
                    state = State(writings: before)
                }
                state.marks[name] = marks
            }
        }
        return marks
    }
}
