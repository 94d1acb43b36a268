import Foundation

/// A part of what one call tells, on its way into a transaction that it may share with others.
final class TellingBatch {
    var telling: Telling
    let range: Range<Int>
    /// Accesses that came along, of each of the range.
    let accesses: [[MemoryDraft.Access]]
    /// Those that were not there before.
    var stored: Set<UUID> = []

    init(_ telling: Telling, _ range: Range<Int>, accesses: [[MemoryDraft.Access]]) {
        self.telling = telling
        self.range = range
        self.accesses = accesses
    }

    var records: [MemoryRecord] { telling.records(range) }
    var ids: ArraySlice<UUID> { telling.ids[range] }
}
