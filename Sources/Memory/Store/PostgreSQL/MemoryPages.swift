import Foundation

/// Memories of a namespace by event time, a page at a time.
struct MemoryPages {
    static let size = 1000

    let namespace: String
    private var page: ArraySlice<MemoryRecord> = []
    /// The last that was read, which the next page follows.
    private(set) var last: MemoryRecord?
    private var isComplete = false

    init(namespace: String) { self.namespace = namespace }

    var first: MemoryRecord? { page.first }

    /// Whether a further page is to be read.
    var isDry: Bool { page.isEmpty && !isComplete }

    mutating func add(_ records: [MemoryRecord]) {
        page = records[...]
        last = records.last ?? last
        isComplete = records.count < Self.size
    }

    mutating func take() -> MemoryRecord? { page.popFirst() }

    static func isBefore(_ left: MemoryRecord, _ right: MemoryRecord) -> Bool {
        if left.occurredAt != right.occurredAt { return left.occurredAt < right.occurredAt }
        if left.recordedAt != right.recordedAt { return left.recordedAt < right.recordedAt }
        return left.id < right.id
    }
}
