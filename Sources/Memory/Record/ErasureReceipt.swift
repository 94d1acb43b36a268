import DuckDB
public import Foundation
public import JSON

/// Proof that a memory was erased. It names the memory without telling what it said.
public struct ErasureReceipt: Sendable, Hashable {
    /// What was removed from one table.
    public struct Removal: Sendable, Hashable {
        public var table: String
        public var rows: Int
    }

    public let id: UUID
    public let namespace: String
    public let memoryID: UUID
    public let erasedAt: Moment
    /// SHA-256 of the receipt's id and the content: whoever still has the text can prove that this
    /// receipt is about it, and nobody else can tell what it was.
    public let digest: String
    public var removed: [Removal]
    /// Whether the erasure is complete: a receipt is written before it begins.
    public var isComplete: Bool
    /// Where it was looked for afterwards and is not.
    public var checked: [String]
    /// What still holds the bytes, and what must run or pass until it does not.
    public var pending: [String]

    init(
        id: UUID, namespace: String, memoryID: UUID, erasedAt: Moment, digest: String,
        removed: [Removal], isComplete: Bool = true, checked: [String] = [],
        pending: [String] = []
    ) {
        self.id = id
        self.namespace = namespace
        self.memoryID = memoryID
        self.erasedAt = erasedAt
        self.digest = digest
        self.removed = removed
        self.isComplete = isComplete
        self.checked = checked
        self.pending = pending
    }

    public var json: JSON {
        [
            "receipt_id": .string(id.uuidString.lowercased()), "namespace": .string(namespace),
            "memory_id": .string(memoryID.uuidString.lowercased()),
            "erased_at": .string(erasedAt.description), "digest": .string(digest),
            "removed": .object(JSON.Object(removed.map { ($0.table, .int($0.rows)) })),
            "is_complete": .bool(isComplete),
            "checked": .array(checked.map { .string($0) }),
            "pending": .array(pending.map { .string($0) }),
        ]
    }

    /// - Throws: `invalidInput` where the JSON is no receipt.
    public init(json: JSON) throws(MemoryError) {
        let parser = MomentParser(now: .earliest, zone: .gmt)
        guard let id = json["receipt_id"]?.string.flatMap(UUID.init),
            let memoryID = json["memory_id"]?.string.flatMap(UUID.init),
            let namespace = json["namespace"]?.string, let digest = json["digest"]?.string,
            let erasedAt = json["erased_at"]?.string.flatMap(parser.parse)
        else {
            throw MemoryError(
                .invalidInput, "this is no receipt: expected what forget --json printed")
        }
        let removed = json["removed"]?.object?.entries ?? []
        self.init(
            id: id, namespace: namespace, memoryID: memoryID, erasedAt: erasedAt, digest: digest,
            removed: removed.map { Removal(table: $0.key, rows: $0.value.int ?? 0) },
            isComplete: json["is_complete"] != .bool(false),
            checked: (json["checked"]?.array ?? []).compactMap(\.string),
            pending: (json["pending"]?.array ?? []).compactMap(\.string))
    }
}
