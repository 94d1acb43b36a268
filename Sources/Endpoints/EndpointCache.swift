import JSON
import Synchronization

/// Answers that are kept for a while. The oldest go where there is no room.
final class EndpointCache: Sendable {
    struct Key: Hashable, Sendable {
        let endpoint: String
        let values: [String: String]
    }

    struct Entry: Sendable {
        let rows: [JSON]
        let hasMore: Bool
    }

    private struct Kept {
        let entry: Entry
        let until: ContinuousClock.Instant
        let number: Int
    }

    private struct State {
        var kept: [Key: Kept] = [:]
        var order: [(number: Int, key: Key)] = []
        var next = 0
        var rows = 0
    }

    private let state = Mutex(State())
    private let now: @Sendable () -> ContinuousClock.Instant
    private let mostRows: Int

    /// - Parameter mostRows: of all answers together.
    init(mostRows: Int = 50_000, now: @escaping @Sendable () -> ContinuousClock.Instant) {
        self.mostRows = mostRows
        self.now = now
    }

    subscript(key: Key) -> Entry? {
        let time = now()
        return state.withLock { state in
            guard let kept = state.kept[key] else { return nil }
            if kept.until > time { return kept.entry }
            return nil
        }
    }

    func keep(_ entry: Entry, for key: Key, _ time: Duration) {
        let until = now() + time
        state.withLock { state in
            state.next += 1
            if let old = state.kept[key] { state.rows -= old.entry.rows.count + 1 }
            state.kept[key] = Kept(entry: entry, until: until, number: state.next)
            state.order.append((state.next, key))
            state.rows += entry.rows.count + 1
            var gone = 0
            while state.rows > mostRows, gone < state.order.count {
                let (number, key) = state.order[gone]
                gone += 1
                guard let old = state.kept[key], old.number == number else { continue }
                state.kept[key] = nil
                state.rows -= old.entry.rows.count + 1
            }
            state.order.removeFirst(gone)
            if state.order.count > 2 * state.kept.count + 64 {
                let kept = state.kept
                state.order.removeAll { kept[$0.key]?.number != $0.number }
            }
        }
    }
}
