import DuckDB
import Hybrid
import PostgreSQL

/// The PostgreSQL database of the memories, attached to the DuckDB that sleep computes in, for as
/// long as something crosses and no longer: no connection is held while models run.
struct AttachedServer {
    let connection: Connection
    let configuration: ConnectionConfiguration
    let place: String

    /// What it is attached as, to be read only.
    static let source = "source_memories"
    /// What it is attached as to be written to.
    static let target = "write_back"

    /// Attaches, runs the body, and detaches.
    func attached<T>(as alias: String, readOnly: Bool, _ body: () throws -> T) throws(MemoryError)
        -> T
    {
        try attach(as: alias, readOnly: readOnly)
        return try reporting(place) {
            defer { try? connection.execute("DETACH \(quoteIdentifier(alias))") }
            return try body()
        }
    }

    /// Attaches for as long as the DuckDB is open. The schema `dormouse` is the one whose names
    /// need no schema before them.
    func attach(as alias: String, readOnly: Bool) throws(MemoryError) {
        try reporting(place) {
            do {
                try connection.execute("LOAD postgres_scanner")
            } catch {
                let folder = try connection.query(
                    "SELECT current_setting('extension_directory')"
                ).rows.first?.decode(0, as: String?.self)
                throw MemoryError(
                    .sleepFailed,
                    "DuckDB's extension postgres_scanner is missing, which reads PostgreSQL. It was "
                        + "looked for in \(folder ?? "DuckDB's own folder"), as "
                        + "\(Database.libraryVersion)/PLATFORM/postgres_scanner.duckdb_extension: "
                        + "run scripts/bootstrap demo, or name another folder in "
                        + "DORMOUSE_DUCKDB_EXTENSIONS")
            }
            try? connection.execute("DETACH DATABASE IF EXISTS \(quoteIdentifier(alias))")
            var configuration = configuration
            configuration.applicationName = configuration.applicationName ?? "dormouse sleep"
            do {
                _ = try AttachedPostgres(
                    configuration, to: connection, as: alias, schema: "dormouse",
                    readOnly: readOnly)
            } catch let error as DuckDBError {
                throw MemoryError(
                    .storage, "\(place): \(configuration.redacted(error.message))")
            }
        }
    }
}
