import DuckDB
import Foundation
import PostgreSQL

/// The memories of the server that sleep has seen, in the sleep database: the sources of the sleep
/// project. Only what is new crosses.
///
/// What a cycle sees is named by a snapshot of the server, so that the same cycle can be slept
/// again, here or elsewhere, with the same result: late arrivals and clocks that were set back do
/// not matter.
struct SourceMirror {
    let connection: Connection
    let server: ServerConnection
    let attached: AttachedServer
    /// The entry of the journal that sees first what crosses now.
    let entry: Int

    /// Where the sleep project finds its sources: schema of the sleep database.
    static let schema = "source"

    /// A table, what tells its rows apart, its columns, and how a server reads them.
    typealias Table = (name: String, key: String, columns: String, read: String)

    static let tables: [Table] = [
        (
            "memory", "id",
            """
            id, namespace, content, content_hash, role, speaker, session_id, context, tags,
            metadata, occurred_at, recorded_at, parent_id, chunk_index, time_source, repeats,
            supersedes
            """,
            """
            id, namespace, content, content_hash, role, speaker, session_id, context, tags,
            metadata::text AS metadata, occurred_at, recorded_at, parent_id, chunk_index,
            time_source, repeats, supersedes
            """
        ),
        // Vectors cross as arrays, cast by the server: as they are they would come as texts.
        (
            "embedding", "memory_id, model", "memory_id, model, vector",
            "memory_id, model, vector::real[] AS vector"
        ),
        (
            "access", "recall_id, memory_id", "recall_id, namespace, memory_id, rank, accessed_at",
            "recall_id, namespace, memory_id, rank, accessed_at"
        ),
    ]

    /// Makes the sources where they are not there yet.
    static func prepare(_ connection: Connection) throws {
        try connection.execute("CREATE SCHEMA IF NOT EXISTS \(schema)")
        try connection.execute(StoreSchema.told(in: schema))
        try connection.execute(StoreSchema.additions(in: schema))
        for table in tables {
            // The entry of the journal that saw a row first, so that a cycle can be slept again.
            try connection.execute(
                "ALTER TABLE source.\(table.name) ADD COLUMN IF NOT EXISTS crossed BIGINT")
        }
        try connection.execute(
            """
            CREATE TABLE IF NOT EXISTS source.horizon (seen VARCHAR NOT NULL, server VARCHAR NOT NULL);
            CREATE TABLE IF NOT EXISTS source.cycle_view (cycle INTEGER NOT NULL, seen VARCHAR NOT NULL);
            """)
    }

    /// What the server can see now.
    func present() throws(MemoryError) -> String {
        try server.run { connection, _ in
            try connection.query("SELECT pg_current_snapshot()::text").value()
        }
    }

    /// Brings what arrived up to a snapshot.
    ///
    /// - Returns: memories that were here and are erased on the server.
    func advance(to seen: String) throws(MemoryError) -> [UUID] {
        let identity = try serverIdentity()
        return try attached.attached(as: AttachedServer.source, readOnly: true) {
            try connection.transaction {
                let known = try horizon(of: identity)
                try take(since: known, upTo: seen)
                var erased: [UUID] = []
                if try !isComplete(upTo: seen) {
                    // Something was erased, or the server is another than it was: compare ids.
                    erased = try removeWhatIsGone(upTo: seen)
                    try take(since: nil, upTo: seen)
                }
                try connection.execute("DELETE FROM source.horizon")
                try connection.query("INSERT INTO source.horizon VALUES (\(seen), \(identity))")
                return erased
            }
        }
    }

    /// The snapshot that was reached, where it is one of this server: numbers of transactions mean
    /// nothing to another.
    private func horizon(of identity: String) throws -> String? {
        try connection.query("SELECT seen FROM source.horizon WHERE server = \(identity)")
            .first?.stringValue
    }

    private func serverIdentity() throws(MemoryError) -> String {
        try server.run { connection, _ in
            try connection.query(
                """
                SELECT c.system_identifier || '/' || k.timeline_id || '/' || d.oid
                FROM pg_control_system() c, pg_control_checkpoint() k, pg_database d
                WHERE d.datname = current_database()
                """
            ).value()
        }
    }

    private func take(since known: String?, upTo seen: String) throws {
        let news = try Self.condition(since: known, upTo: seen)
        for table in Self.tables {
            let matches = table.key.components(separatedBy: ", ").map { "m.\($0) = t.\($0)" }
            // Vectors are too large to be sorted; a server gives them as they were told.
            let order = table.name == "embedding" ? "" : "ORDER BY \(table.key)"
            try connection.query(
                """
                INSERT INTO source.\(identifier: table.name) (\(unescaped: table.columns), crossed)
                SELECT \(unescaped: table.columns), \(entry) FROM postgres_query(
                    'source_memories', \(unescaped: quoteLiteral(
                    "SELECT \(table.read) FROM dormouse.\(table.name) WHERE \(news)"))) AS t
                WHERE NOT EXISTS (FROM source.\(identifier: table.name) m
                    WHERE \(unescaped: matches.joined(separator: " AND ")))
                \(unescaped: order)
                """)
        }
    }

    private func isComplete(upTo seen: String) throws -> Bool {
        let visible = try Self.condition(since: nil, upTo: seen)
        for table in Self.tables {
            let there = try connection.query(
                """
                SELECT n FROM postgres_query('source_memories', \(unescaped: quoteLiteral(
                    "SELECT count(*) AS n FROM dormouse.\(table.name) WHERE \(visible)")))
                """
            ).first?.intValue
            let here = try connection.query(
                "SELECT count(*) FROM source.\(identifier: table.name)"
            ).first?.intValue
            if there != here { return false }
        }
        return true
    }

    private func removeWhatIsGone(upTo seen: String) throws -> [UUID] {
        let visible = try Self.condition(since: nil, upTo: seen)
        let there = SQL(
            text: """
                FROM postgres_query('source_memories', \(quoteLiteral(
                    "SELECT id FROM dormouse.memory WHERE \(visible)")))
                """)
        let gone = try connection.query(
            "SELECT id FROM source.memory WHERE id NOT IN (SELECT id \(there))"
        ).uuids("id").compactMap { $0 }
        for table in Self.tables where table.name != "memory" {
            // Few and small beside the memories: read anew.
            try connection.query("DELETE FROM source.\(identifier: table.name)")
        }
        try connection.query("DELETE FROM source.memory WHERE id NOT IN (SELECT id \(there))")
        // Parts of what was erased have lost their parent.
        for column in ["parent_id", "supersedes"] {
            try connection.query(
                """
                UPDATE source.memory SET \(identifier: column) = NULL
                WHERE \(identifier: column) IN (SELECT unnest(\(gone)))
                """)
        }
        return gone
    }

    /// A snapshot comes from the server or from a file of the home; it is digits or nothing.
    private static func condition(since known: String?, upTo seen: String) throws -> String {
        for text in [known, seen].compactMap({ $0 }) {
            guard text.wholeMatch(of: /[0-9]+:[0-9]+:[0-9,]*/) != nil else {
                throw MemoryError(.damaged, "'\(text)' is no snapshot of a server")
            }
        }
        var condition = "pg_visible_in_snapshot(arrival, '\(seen)'::pg_snapshot)"
        if let known {
            condition += """
                 AND arrival >= pg_snapshot_xmin('\(known)'::pg_snapshot) \
                AND NOT pg_visible_in_snapshot(arrival, '\(known)'::pg_snapshot)
                """
        }
        return condition
    }
}
