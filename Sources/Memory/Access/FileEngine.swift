import DuckDB
import LanguageModels

/// A DuckDB for the files of a home, with the connections that stay.
final class FileEngine: Sendable {
    let database: Database
    let writer: Connection
    /// For what waits in the log: a connection of its own, so that nobody waits for the writer.
    let taker: Connection

    init(_ home: Home, _ options: EngineOptions) throws(DuckDBError) {
        database = try Database(path: nil, options: .init(home, options))
        writer = try database.connect()
        taker = try database.connect()
        for connection in [writer, taker] { try connection.execute("SET TimeZone = 'UTC'") }
        try options.languageModels?.register(on: writer)
    }
}
