import DuckDB
import Foundation

/// The tables of a store in a DuckDB file. It is always attached as `source_memories`, so that the
/// sleep project and everybody else name it the same way, whatever keeps the memories.
enum StoreSchema {
    static let alias = "source_memories"
    /// Raised when the tables change; a store of a higher version is refused.
    static let version = 2

    /// The tables of what was told, in a database or schema.
    static func told(in place: String) -> String {
        """
        CREATE TABLE IF NOT EXISTS \(place).memory (
            id UUID PRIMARY KEY,
            namespace VARCHAR NOT NULL,
            content VARCHAR NOT NULL,
            content_hash VARCHAR NOT NULL,
            role VARCHAR,
            speaker VARCHAR,
            session_id VARCHAR,
            context VARCHAR,
            tags VARCHAR[] NOT NULL,
            metadata JSON,
            occurred_at TIMESTAMPTZ NOT NULL,
            recorded_at TIMESTAMPTZ NOT NULL,
            parent_id UUID,
            chunk_index INTEGER,
            time_source VARCHAR NOT NULL,
            repeats UUID,
            supersedes UUID,
            source_file VARCHAR,
            telling UUID
        );
        CREATE TABLE IF NOT EXISTS \(place).embedding (
            memory_id UUID NOT NULL,
            model VARCHAR NOT NULL,
            vector FLOAT[] NOT NULL
        );
        CREATE TABLE IF NOT EXISTS \(place).access (
            recall_id UUID NOT NULL,
            namespace VARCHAR NOT NULL,
            memory_id UUID NOT NULL,
            rank INTEGER NOT NULL,
            accessed_at TIMESTAMPTZ NOT NULL
        );
        """
    }

    /// The vectors of a long memory's second passage and of those that follow; the first one's is
    /// in `embedding`.
    static let passages = """
        CREATE TABLE IF NOT EXISTS source_memories.passage (
            memory_id UUID NOT NULL,
            model VARCHAR NOT NULL,
            number INTEGER NOT NULL,
            vector FLOAT[] NOT NULL
        );
        """

    /// What imports of notes know of their passages: where the note lies, and what stands instead of
    /// one that a later version has replaced.
    static let notePassages = """
        CREATE TABLE IF NOT EXISTS source_memories.note_passage (
            memory_id UUID NOT NULL,
            namespace VARCHAR NOT NULL,
            path VARCHAR,
            file VARCHAR,
            replaced_by UUID,
            telling UUID
        );
        """

    static let statements =
        told(in: alias) + "\n" + passages + "\n" + notePassages + "\n" + """
            CREATE TABLE IF NOT EXISTS source_memories.erasure (
                receipt_id UUID NOT NULL,
                namespace VARCHAR NOT NULL,
                memory_id UUID NOT NULL,
                erased_at TIMESTAMPTZ NOT NULL,
                digest VARCHAR NOT NULL,
                reason VARCHAR
            );
            \(marks)
            CREATE TABLE IF NOT EXISTS source_memories.store (version INTEGER NOT NULL);
            """

    /// What is said of memories later: raw memories are never edited.
    private static let marks = """
        CREATE TABLE IF NOT EXISTS source_memories.tag (
            memory_id UUID NOT NULL,
            namespace VARCHAR NOT NULL,
            name VARCHAR NOT NULL,
            tagged_at TIMESTAMPTZ NOT NULL
        );
        CREATE TABLE IF NOT EXISTS source_memories.pin (
            memory_id UUID NOT NULL,
            namespace VARCHAR NOT NULL,
            is_pinned BOOLEAN NOT NULL,
            pinned_at TIMESTAMPTZ NOT NULL
        );
        CREATE TABLE IF NOT EXISTS source_memories.retelling (
            memory_id UUID NOT NULL,
            namespace VARCHAR NOT NULL,
            telling UUID NOT NULL
        );
        """

    /// Brings tables of what was told up to date that an earlier program made.
    static func additions(in place: String) -> String {
        ["repeats UUID", "supersedes UUID", "source_file VARCHAR", "telling UUID"].map {
            "ALTER TABLE \(place).memory ADD COLUMN IF NOT EXISTS \($0);"
        }.joined(separator: "\n")
    }

    /// What takes a store of each version to the next. Ids stay what they are.
    static let upgrades: [Int: String] = [
        1: additions(in: alias) + "\n" + """
            ALTER TABLE source_memories.erasure ADD COLUMN IF NOT EXISTS reason VARCHAR;
            \(marks)
            """
    ]
}

extension StoreSchema {
    /// Makes the tables where the file that was just attached has none, and checks its version.
    ///
    /// - Throws: `homeUnusable` for a store of a newer version, `damaged` for one that cannot be
    ///   read.
    static func prepare(_ connection: Connection, _ file: String, readOnly: Bool) throws {
        if !readOnly, try isNew(connection) {
            try connection.transaction {
                try connection.execute(statements)
                try connection.query("INSERT INTO source_memories.store VALUES (\(version))")
            }
        } else {
            let found = try checkedVersion(connection, file)
            if readOnly {
                if found < version { try lookAtAsNow(connection, file) }
            } else {
                try upgrade(connection, from: found)
                try addPassages(connection)
                if try !has("note_passage", connection) { try connection.execute(notePassages) }
            }
        }
    }

    /// Brings an earlier store up to date, a version a transaction: whatever happens meanwhile, the
    /// file is of one version or the next.
    private static func upgrade(_ connection: Connection, from found: Int) throws {
        for earlier in found..<version {
            guard let upgrade = upgrades[earlier] else { continue }
            try connection.transaction {
                try connection.execute(upgrade)
                try connection.query("UPDATE source_memories.store SET version = \(earlier + 1)")
            }
        }
    }

    /// Shows an earlier store that can only be read as if it were up to date.
    private static func lookAtAsNow(_ connection: Connection, _ file: String) throws {
        let earlier = alias + "_earlier"
        try connection.execute("DETACH \(alias)")
        try connection.execute("DETACH DATABASE IF EXISTS \(earlier)")
        try AttachedFile(
            alias: earlier, file: URL(fileURLWithPath: file), connection: connection
        ).attach(readOnly: true)
        try connection.execute("ATTACH ':memory:' AS \(alias)")
        try connection.execute(statements)
        let there = try connection.query(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = \(earlier)"
        ).strings("table_name").compactMap { $0 }
        for table in there where table != "store" {
            let further =
                table == "memory"
                ? ", NULL::UUID AS repeats, NULL::UUID AS supersedes, NULL::VARCHAR AS source_file, "
                    + "NULL::UUID AS telling" : ""
            try connection.execute("DROP TABLE \(alias).\(table)")
            try connection.execute(
                "CREATE VIEW \(alias).\(table) AS SELECT *\(further) FROM \(earlier).\(table)")
        }
    }

    /// A store from before passages had vectors: long memories get theirs at the next sleep.
    private static func addPassages(_ connection: Connection) throws {
        if try hasPassages(connection) { return }
        try connection.transaction {
            try connection.execute(passages)
            try connection.query(
                """
                DELETE FROM source_memories.embedding WHERE memory_id IN (
                    SELECT id FROM source_memories.memory
                    WHERE strlen(content) > \(Passages.length * 2 / 3))
                """)
        }
    }

    static func hasPassages(_ connection: Connection) throws(DuckDBError) -> Bool {
        try has("passage", connection)
    }

    /// Whether there is a table: one that may only be read and is from an earlier program may lack it.
    static func has(_ table: String, _ connection: Connection) throws(DuckDBError) -> Bool {
        try connection.query(
            """
            SELECT count(*) FROM duckdb_tables()
            WHERE database_name = \(alias) AND table_name = \(table)
            """
        ).first != .int(0)
    }

    private static func isNew(_ connection: Connection) throws(DuckDBError) -> Bool {
        try !has("store", connection)
    }

    private static func checkedVersion(_ connection: Connection, _ file: String) throws -> Int {
        guard !(try isNew(connection)) else {
            throw MemoryError(.damaged, "\(file) is no store of memories: its tables are missing")
        }
        let found = try connection.query("SELECT max(version) FROM source_memories.store")
        guard let found = found.first?.intValue else {
            throw MemoryError(.damaged, "\(file) says no version")
        }
        if found > version {
            throw MemoryError(
                .homeUnusable,
                "\(file) is of version \(found), newer than the \(version) this "
                    + "program knows. Nothing was changed. Use a newer dormouse")
        }
        return found
    }
}
