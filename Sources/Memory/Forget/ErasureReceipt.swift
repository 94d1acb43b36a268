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
    public let removed: [Removal]

    init(
        id: UUID, namespace: String, memoryID: UUID, erasedAt: Moment, digest: String,
        removed: [Removal]
    ) {
        self.id = id
        self.namespace = namespace
        self.memoryID = memoryID
        self.erasedAt = erasedAt
        self.digest = digest
        self.removed = removed
    }

    public var json: JSON {
        [
            "receipt_id": .string(id.uuidString.lowercased()), "namespace": .string(namespace),
            "memory_id": .string(memoryID.uuidString.lowercased()),
            "erased_at": .string(erasedAt.description), "digest": .string(digest),
            "removed": .object(JSON.Object(removed.map { ($0.table, .int($0.rows)) })),
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
            removed: removed.map { Removal(table: $0.key, rows: $0.value.int ?? 0) })
    }
}
