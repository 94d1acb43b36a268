import Synchronization

/// What recalls returned and is not written down yet.
///
/// Guarantees: nothing waits for the disk to be noted; what could not be written stays and is
/// tried again with what comes; the order of recalls is kept. In a crash what was noted since the
/// last writing is lost: that costs a memory a little strength, no more.
final class AccessJournal: Sendable {
    private let store: any MemoryStore
    private let noted = Mutex<[PendingAccess]>([])
    /// Held while something is written, so that two writers keep the order.
    private let writing = Mutex(())
    /// Above this the oldest go: a store that cannot be written to for long must not fill memory.
    private let capacity: Int

    init(store: any MemoryStore, capacity: Int = 100_000) {
        self.store = store
        self.capacity = capacity
    }

    /// How many recalls are not written down yet.
    var count: Int { noted.withLock(\.count) }

    func note(_ access: PendingAccess) {
        noted.withLock { noted in
            if noted.count >= capacity { noted.removeFirst(max(1, capacity / 10)) }
            noted.append(access)
        }
    }

    /// Writes down what was noted. What cannot be written stays.
    func flush() throws(MemoryError) {
        try writing.withLock { _ throws(MemoryError) in
            let accesses = noted.withLock(\.self)
            guard !accesses.isEmpty else { return }
            try store.recordAccesses(accesses)
            let written = Set(accesses.map(\.recall))
            noted.withLock { noted in noted.removeAll { written.contains($0.recall) } }
        }
    }
}
