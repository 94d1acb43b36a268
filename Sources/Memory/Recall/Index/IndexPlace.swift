import Foundation
import Search
import Synchronization

/// What happened to a namespace since its index was made.
enum IndexChange: Sendable {
    /// Memories were told, in the order of the index. So many writings had begun before.
    case told([RecallIndex.Entry], after: UInt64)
    /// Vectors were made.
    case embedded(MadeVectors)
}

/// The place of one namespace on the shelf.
final class IndexPlace: @unchecked Sendable {
    // Sendable: `index` is only touched under `work`, which is held through a load; the rest has
    // locks of its own.
    private let work = NSLock()
    private var index: RecallIndex?
    /// What `bytes` was counted at.
    private var measured: [Int] = []
    private let changes = Mutex((list: [IndexChange](), isLeftBehind: false))
    /// Looks for news that have begun, and whether the last did well.
    private let looks = Mutex((begun: 0, isSound: false))
    private let counted = Atomic<Int>(0)
    private let lastUse = Atomic<UInt64>(0)

    /// An index that nobody asks is not kept up for ever.
    private static let mostChanges = 20_000

    /// What the index takes; 0 where there is none.
    var bytes: Int { counted.load(ordering: .relaxed) }

    var used: UInt64 {
        get { lastUse.load(ordering: .relaxed) }
        set { lastUse.store(newValue, ordering: .relaxed) }
    }

    func tell(_ change: IndexChange) {
        changes.withLock { changes in
            if changes.isLeftBehind { return }
            changes.list.append(change)
            if changes.list.count >= Self.mostChanges { changes = ([], true) }
        }
    }

    func index(
        load: () throws(MemoryError) -> RecallIndex,
        refresh: (inout RecallIndex) throws(MemoryError) -> Bool
    ) throws(MemoryError) -> RecallIndex {
        let asked = looks.withLock(\.begun)
        work.lock()
        defer { work.unlock() }
        let (told, isLeftBehind) = changes.withLock { changes in
            defer { changes = ([], false) }
            return changes
        }
        if isLeftBehind { index = nil }
        if var known = index {
            // Taken out, so that changing it need not copy it where nobody else has it.
            index = nil
            defer { keep(known) }
            known.take(in: told)
            let isFresh = looks.withLock { $0.begun > asked && $0.isSound }
            if isFresh { return known }
            if try look({ () throws(MemoryError) in try refresh(&known) }) { return known }
        }
        let loaded = try look { () throws(MemoryError) in try load() }
        keep(loaded)
        return loaded
    }

    private func look<T>(_ body: () throws(MemoryError) -> T) throws(MemoryError) -> T {
        looks.withLock { $0 = ($0.begun + 1, false) }
        let found = try body()
        looks.withLock { $0.isSound = true }
        return found
    }

    private func keep(_ index: RecallIndex) {
        let measure = [index.count, index.withoutVector, index.cycle]
        if measure != measured {
            counted.store(index.bytes, ordering: .relaxed)
            measured = measure
        }
        self.index = index
    }
}

extension RecallIndex {
    /// Takes in what happened, in its order.
    mutating func take(in changes: [IndexChange]) {
        for change in changes {
            switch change {
            case .told(let entries, let writings):
                // What was written before this had been read may be in it.
                guard writings < readAfter else {
                    insert(entries)
                    continue
                }
                let known = numbers(of: Set(entries.map(\.id)))
                insert(entries.filter { known[$0.id] == nil })
            case .embedded(let made): place(made)
            }
        }
    }

    /// What this takes in memory, more or less.
    var bytes: Int {
        let each =
            MemoryLayout<UUID>.stride + 2 * MemoryLayout<Moment>.stride + 6 * 4
            + MemoryLayout<MemoryStrength?>.stride + 16
        return 4096 + count * (each + vectors.dimensions * 4) + words.bytes + associations.bytes
            + knowledge.bytes + readings.bytes + facts.bytes
    }
}
