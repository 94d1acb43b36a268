import Foundation
import Synchronization

/// Memories that were read lately: what is recalled once is mostly recalled again, and to find a row
/// by its id costs DuckDB more than recall takes to choose it. A memory never changes; whatever
/// erases one, or lets another process have the file, begins a new epoch, and nothing of an earlier
/// one is given out or kept.
///
/// Half of the room is for what was asked for of late; when that is full, it becomes the other half,
/// and what was there goes.
final class KnownRecords: Sendable {
    private struct State {
        var epoch: UInt64 = 0
        var late: [UUID: MemoryRecord] = [:]
        var early: [UUID: MemoryRecord] = [:]
        var bytes = 0
    }

    private let state = Mutex(State())
    private let room: Int

    /// - Parameter room: bytes, more or less.
    init(room: Int = 16 << 20) { self.room = room }

    /// Memories of a namespace by id, in the order of the ids, without those that are not there.
    ///
    /// - Parameters:
    ///   - epoch: asked again after the reading, for what was erased meanwhile may be in it or not.
    ///   - read: reads those that are not known, of any namespace.
    func records(
        _ ids: [UUID], of namespace: String, at epoch: @autoclosure () -> UInt64,
        _ read: ([UUID]) throws(MemoryError) -> [MemoryRecord]
    ) throws(MemoryError) -> [MemoryRecord] {
        let before = epoch()
        var found: [UUID: MemoryRecord] = state.withLock { state in
            if state.epoch != before { state = State(epoch: before) }
            var found: [UUID: MemoryRecord] = [:]
            for id in ids {
                if let record = state.late[id] {
                    found[id] = record
                } else if let record = state.early[id] {
                    found[id] = record
                    keep(record, in: &state)
                }
            }
            return found
        }
        let missing = ids.filter { found[$0] == nil }
        if !missing.isEmpty {
            let read = try read(missing)
            for record in read { found[record.id] = record }
            let isSame = epoch() == before
            state.withLock { state in
                guard isSame, state.epoch == before else { return }
                for record in read { keep(record, in: &state) }
            }
        }
        return ids.compactMap { id in
            // An id is no right to see what it names.
            found[id].flatMap { $0.namespace == namespace ? $0 : nil }
        }
    }

    private func keep(_ record: MemoryRecord, in state: inout State) {
        if state.late.updateValue(record, forKey: record.id) != nil { return }
        state.bytes += 600 + record.content.utf8.count + (record.metadata?.utf8.count ?? 0)
        if state.bytes > room / 2 {
            state.early = state.late
            state.late = [:]
            state.bytes = 0
        }
    }
}
