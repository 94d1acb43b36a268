internal import CDuckDB
import Foundation

/// An open database: a file, or memory that goes away with it.
///
/// One `Database` a file in a process: share it, and give each thread its own connection. It
/// closes, and writes its checkpoint, when it and all its connections are gone.
public final class Database: @unchecked Sendable {
    // Sendable: the handle is set once, and DuckDB's database is safe from any thread.
    /// The file; nil for a database in memory.
    public let path: String?
    private var raw: duckdb_database?
    private let reservation: OpenFiles.Reservation?
    /// Goes after the database is closed.
    private var spill: SpillDirectory?
    let interruptions = Interruptions()

    /// Opens or creates the file, or a database in memory where the path is nil.
    ///
    /// Throws `.locked` where the file is open elsewhere (the message of another process names
    /// its PID), `.corruptFile`, `.io`, `.configuration` or `.catalog` for a setting that is wrong
    /// or unknown.
    public init(path: String?, options: Options = Options()) throws(DuckDBError) {
        self.path = path
        reservation = try OpenFiles.reserve(path, shared: options.accessMode == .readOnly)
        var config: duckdb_config?
        guard duckdb_create_config(&config) == DuckDBSuccess else {
            throw DuckDBError(.outOfMemory, "no memory for a configuration")
        }
        defer { duckdb_destroy_config(&config) }
        var options = options
        if let folder = options.spillFolder {
            spill = SpillDirectory(in: folder)
            options.temporaryDirectory = spill?.path ?? folder
        }
        for (name, value) in options.all {
            guard duckdb_set_config(config, name, value) == DuckDBSuccess else {
                throw DuckDBError(.configuration, "the setting \(name) is not valid")
            }
        }
        var text: UnsafeMutablePointer<CChar>?
        let state = duckdb_get_or_create_from_cache(
            OpenFiles.instances.raw, path ?? ":memory:", &raw, config, &text)
        defer { duckdb_free(text) }
        guard state == DuckDBSuccess else {
            throw .engine(nil, text, otherwise: "the database could not be opened")
        }
    }

    deinit { duckdb_close(&raw) }

    /// A new connection with its own transaction.
    public func connect() throws(DuckDBError) -> Connection {
        var connection: duckdb_connection?
        guard duckdb_connect(raw, &connection) == DuckDBSuccess, let connection else {
            throw DuckDBError(.connection, "the database gave no connection")
        }
        return Connection(connection, database: self)
    }

    /// The version of the DuckDB library, as `v1.5.5`.
    public static var libraryVersion: String { String(cString: duckdb_library_version()) }
}
