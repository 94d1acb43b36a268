import Foundation
import Synchronization

/// Indexes by namespace. Names are told apart byte by byte, as the store does: to `String` two
/// spellings of the same letter in Unicode are equal.
///
/// Guarantees: whoever asks gets a value of their own, which nothing changes any more. Those who
/// ask for a namespace at once share one load, and one look for news that began after they asked.
/// A load or a look that fails leaves what was there. Together the indexes take at most `budget`
/// bytes, as far as they are counted, and are at most `room`, also where there is nothing in them;
/// those asked last stay, and the one that is asked always does.
final class IndexShelf: Sendable {
    private struct State {
        var places: [[UInt8]: IndexPlace] = [:]
        /// Counts uses.
        var clock: UInt64 = 0
    }

    /// In bytes.
    let budget: Int
    let room: Int
    private let state = Mutex(State())

    init(budget: Int, room: Int = 4096) {
        self.budget = budget
        self.room = room
    }

    /// The index of a namespace.
    ///
    /// - Parameters:
    ///   - load: makes it from what the store holds.
    ///   - refresh: brings one up to date; false where it has to be loaded anew.
    func index(
        of namespace: String, load: () throws(MemoryError) -> RecallIndex,
        refresh: (inout RecallIndex) throws(MemoryError) -> Bool
    ) throws(MemoryError) -> RecallIndex {
        let place = state.withLock { state in
            state.clock += 1
            let name = Array(namespace.utf8)
            let place = state.places[name] ?? IndexPlace()
            state.places[name] = place
            place.used = state.clock
            return place
        }
        let index = try place.index(load: load, refresh: refresh)
        evict(but: place)
        return index
    }

    /// Whether an index of this namespace is in memory.
    func holds(_ namespace: String) -> Bool {
        state.withLock { $0.places[Array(namespace.utf8)]?.bytes ?? 0 > 0 }
    }

    /// Tells the index of a namespace what happened; it takes it in when it is next asked.
    func tell(_ change: IndexChange, to namespace: String) {
        state.withLock { $0.places[Array(namespace.utf8)] }?.tell(change)
    }

    /// Tells all of them.
    func tell(_ change: IndexChange) {
        for place in state.withLock({ Array($0.places.values) }) { place.tell(change) }
    }

    /// The next who asks loads it anew.
    func remove(_ namespace: String) {
        state.withLock { $0.places[Array(namespace.utf8)] = nil }
    }

    func removeAll() { state.withLock { $0.places = [:] } }

    /// What all take, and how many there are.
    var size: (bytes: Int, indexes: Int) {
        state.withLock { state in
            (state.places.values.reduce(0) { $0 + $1.bytes }, state.places.count)
        }
    }

    /// Lets go of those that were asked longest ago, as far as the budget wants it.
    private func evict(but kept: IndexPlace) {
        state.withLock { state in
            var bytes = state.places.values.reduce(0) { $0 + $1.bytes }
            guard bytes > budget || state.places.count > room else { return }
            for (name, place) in state.places.sorted(by: { $0.value.used < $1.value.used })
            where place !== kept && (place.bytes > 0 || state.places.count > room) {
                state.places[name] = nil
                bytes -= place.bytes
                if bytes <= budget, state.places.count <= room { return }
            }
        }
    }
}
