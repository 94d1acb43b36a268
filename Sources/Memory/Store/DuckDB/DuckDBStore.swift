import DuckDB
import Foundation

/// Memories, embeddings and accesses in a DuckDB file, attached as `source_memories`.
public final class DuckDBStore: MemoryStore {
    let connection: Connection
    let file: String
    public let isReadOnly: Bool
    private let attached: AttachedFile

    /// Attaches a store; makes it where there is none.
    ///
    /// - Throws: `homeUnusable` for a store of a newer version, `damaged` for one that cannot be
    ///   read.
    init(connection: Connection, file: URL, readOnly: Bool) throws(MemoryError) {
        self.connection = connection
        self.file = file.path
        isReadOnly = readOnly
        attached = AttachedFile(alias: StoreSchema.alias, file: file, connection: connection)
        try reporting(file.path) {
            try attached.attach(readOnly: readOnly)
            if readOnly {
                try checkVersion()
            } else if try isNew() {
                try connection.transaction {
                    try connection.execute(StoreSchema.statements)
                    try connection.query(
                        "INSERT INTO source_memories.store VALUES (\(StoreSchema.version))")
                }
            } else {
                try checkVersion()
                try addPassages()
            }
        }
    }

    /// A store from before passages had vectors: long memories get theirs at the next sleep.
    private func addPassages() throws {
        if try hasPassages() { return }
        try connection.transaction {
            try connection.execute(StoreSchema.passages)
            try connection.query(
                """
                DELETE FROM source_memories.embedding WHERE memory_id IN (
                    SELECT id FROM source_memories.memory
                    WHERE strlen(content) > \(Passages.length * 2 / 3))
                """)
        }
    }

    func hasPassages() throws(DuckDBError) -> Bool {
        try connection.query(
            """
            SELECT count(*) FROM duckdb_tables()
            WHERE database_name = \(StoreSchema.alias) AND table_name = 'passage'
            """
        ).first != .int(0)
    }

    public var place: String { file }

    public func bytes() -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: file)
        return (attributes?[.size] as? Int) ?? 0
    }

    /// Attaches the store anew, to be read only or to be written too.
    func reattach(readOnly: Bool) throws(MemoryError) {
        try reporting(file) {
            try attached.detach()
            try attached.attach(readOnly: readOnly)
        }
    }

    /// Leaves nothing of deleted rows in the file.
    func rewrite() throws(MemoryError) { try reporting(file) { try attached.rewrite() } }

    private func isNew() throws(DuckDBError) -> Bool {
        try connection.query(
            """
            SELECT count(*) FROM duckdb_tables()
            WHERE database_name = \(StoreSchema.alias) AND table_name = 'store'
            """
        ).first == .int(0)
    }

    private func checkVersion() throws {
        guard !(try isNew()) else {
            throw MemoryError(.damaged, "\(file) is no store of memories: its tables are missing")
        }
        let version = try connection.query("SELECT max(version) FROM source_memories.store")
        guard let found = version.first?.intValue else {
            throw MemoryError(.damaged, "\(file) says no version")
        }
        if found > StoreSchema.version {
            throw MemoryError(
                .homeUnusable,
                "\(file) is of version \(found), newer than the \(StoreSchema.version) this "
                    + "program knows. Nothing was changed. Use a newer dormouse")
        }
    }
}
