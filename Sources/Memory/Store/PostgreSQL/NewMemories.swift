import Foundation
import PostgreSQL

/// Memories on their way to the server: each once, in the order of ids.
struct NewMemories: Sendable {
    let rows: [MemoryRecord]

    private static let columns = [
        "id", "namespace", "content", "content_hash", "role", "speaker", "session_id", "context",
        "tags", "metadata", "occurred_at", "recorded_at", "parent_id", "chunk_index", "time_source",
        "repeats", "supersedes", "source_file", "telling",
    ]

    init(_ records: [MemoryRecord]) {
        var seen: Set<UUID> = []
        rows = records.filter { seen.insert($0.id).inserted }.sorted { $0.id < $1.id }
    }

    /// Copies straight into the table.
    ///
    /// - Returns: false, with nothing kept, where one of them is there already: COPY knows no
    ///   ON CONFLICT.
    func copyStraight(to connection: BlockingConnection) throws -> Bool {
        do {
            let target = CopyTarget("memory", schema: "dormouse", columns: Self.columns)
            try connection.transaction {
                try connection.copy(into: target) { writer in
                    for row in rows { try writer.write(Self.values(row)) }
                }
            }
            return true
        } catch let error as PostgreSQLError
            where error.code == .uniqueViolation || error.code == .deadlock
        {
            return false
        }
    }

    private static func values(_ row: MemoryRecord) -> [PostgresValue] {
        func text(_ value: String?) -> PostgresValue { value.map { .string($0) } ?? .null }
        func id(_ value: UUID?) -> PostgresValue { value.map { .uuid($0) } ?? .null }
        return [
            .uuid(row.id), .string(row.namespace), .string(row.content), .string(row.contentHash),
            text(row.role), text(row.speaker), text(row.sessionID), text(row.context),
            .array(PostgresArray(.text, row.tags.map { .string($0) })), text(row.metadata),
            .timestamptz(row.occurredAt.postgres), .timestamptz(row.recordedAt.postgres),
            id(row.parentID),
            row.chunkIndex.map { .int32(Int32(clamping: $0)) } ?? .null,
            .string(row.timeSource.rawValue), id(row.repeats), id(row.supersedes),
            text(row.sourceFile), id(row.telling),
        ]
    }

    /// Inserts those that are not there, and gives their ids.
    var insertion: PostgresQuery {
        let list = PostgresQuery(unescaped: Self.columns.joined(separator: ", "))
        return """
            INSERT INTO dormouse.memory (\(list))
            SELECT id, namespace, content, content_hash, role, speaker, session_id, context,
                tags::text[], metadata::json, occurred_at, recorded_at, parent_id, chunk_index,
                time_source, repeats, supersedes, source_file, telling
            FROM unnest(
                \(rows.map(\.id)), \(rows.map(\.namespace)), \(rows.map(\.content)),
                \(rows.map(\.contentHash)), \(rows.map(\.role)), \(rows.map(\.speaker)),
                \(rows.map(\.sessionID)), \(rows.map(\.context)),
                \(rows.map { Self.arrayLiteral($0.tags) }), \(rows.map(\.metadata)),
                \(rows.map(\.occurredAt.postgres)), \(rows.map(\.recordedAt.postgres)),
                \(rows.map(\.parentID)), \(rows.map { $0.chunkIndex.map { Int32(clamping: $0) } }),
                \(rows.map(\.timeSource.rawValue)), \(rows.map(\.repeats)),
                \(rows.map(\.supersedes)), \(rows.map(\.sourceFile)), \(rows.map(\.telling)))
                AS t (\(list))
            ORDER BY id
            ON CONFLICT (id) DO NOTHING
            RETURNING id
            """
    }

    /// `{"x","y\"z"}`: rows of an array of arrays would have to be of one length.
    private static func arrayLiteral(_ texts: [String]) -> String {
        let quoted = texts.map { text in
            "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        }
        return "{" + quoted.joined(separator: ",") + "}"
    }
}
