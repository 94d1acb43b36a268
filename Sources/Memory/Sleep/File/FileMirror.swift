import DuckDB
import Foundation

/// Brings what was told since into the file that is slept on. Both are attached to the home's own
/// DuckDB meanwhile, so rows cross without being looked at.
///
/// What is new is told by ids and not by times: a clock that was set back, or memories that were
/// told late, make no difference. A cycle sees one moment of the store, whole.
///
/// What crosses does so in the order of its ids, which begin with the time: a cycle reads a stretch
/// of them and leaves the rest of the file alone.
struct FileMirror {
    /// A connection of the home's files.
    let connection: Connection
    /// What is slept on.
    let file: URL
    /// The entry of the journal that sees first what crosses now.
    let entry: Int

    private static let alias = "mirror"

    /// - Returns: memories that were here and have been erased.
    func advance() throws -> [UUID] {
        let attached = AttachedFile(alias: Self.alias, file: file, connection: connection)
        try? attached.detach()
        try attached.attach(readOnly: false)
        defer { try? attached.detach() }
        let erased = try connection.transaction { () throws -> [UUID] in
            let gone = try self.erased()
            for table in SourceMirror.tables { try cross(table) }
            return gone
        }
        try connection.execute("CHECKPOINT \(Self.alias)")
        return erased
    }

    private func erased() throws -> [UUID] {
        try connection.query(
            """
            SELECT id FROM mirror.source.memory
            WHERE id NOT IN (SELECT id FROM source_memories.memory)
            """
        ).uuids("id").compactMap { $0 }
    }

    private func cross(_ table: SourceMirror.Table) throws {
        let same = table.key.components(separatedBy: ", ").map { "m.\($0) = t.\($0)" }
            .joined(separator: " AND ")
        try connection.query(
            """
            DELETE FROM mirror.source.\(identifier: table.name) m
            WHERE NOT EXISTS (FROM source_memories.\(identifier: table.name) t
                WHERE \(unescaped: same))
            """)
        for slice in try slices(of: table) {
            try connection.query(
                """
                INSERT INTO mirror.source.\(identifier: table.name)
                    (\(unescaped: table.columns), crossed)
                SELECT \(unescaped: table.columns), \(entry)
                FROM source_memories.\(identifier: table.name) t
                WHERE \(unescaped: slice)
                    AND NOT EXISTS (FROM mirror.source.\(identifier: table.name) m
                        WHERE \(unescaped: same))
                ORDER BY \(unescaped: table.key)
                """)
        }
    }

    /// Conditions on `t` that part what is to cross into what can be sorted in little memory: a
    /// million vectors cannot.
    private func slices(of table: SourceMirror.Table) throws -> [String] {
        guard table.name == "embedding" else { return ["true"] }
        let ends = try connection.query(
            """
            SELECT memory_id FROM (
                SELECT memory_id, row_number() OVER (ORDER BY memory_id) AS place
                FROM source_memories.embedding t
                WHERE NOT EXISTS (FROM mirror.source.embedding m
                    WHERE m.memory_id = t.memory_id AND m.model = t.model))
            WHERE place % 50000 = 0 ORDER BY memory_id
            """
        ).uuids("memory_id").compactMap { $0?.uuidString }
        guard let first = ends.first, let last = ends.last else { return ["true"] }
        let between = zip(ends, ends.dropFirst()).map {
            "t.memory_id > '\($0)'::UUID AND t.memory_id <= '\($1)'::UUID"
        }
        return ["t.memory_id <= '\(first)'::UUID"] + between + ["t.memory_id > '\(last)'::UUID"]
    }
}
