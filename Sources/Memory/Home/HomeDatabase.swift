public import DuckDB
import Foundation
import PostgreSQL

/// A home as a SQL database: what sleep derived by its plain names, the memories as
/// `source_memories`, whether they are in the home's file or on a server. Where there is no home,
/// an empty database.
///
/// Other processes of the home wait meanwhile, as for any command.
public final class HomeDatabase {
    public let connection: Connection
    private let database: SleepDatabase

    /// - Parameter writing: else nothing of it can be changed, whatever a statement says.
    /// - Throws: `homeBusy`, `homeUnusable`, `damaged`, `storage`; `notFound` for a server that
    ///   keeps no memories yet.
    public init(home: Home, options: EngineOptions, writing: Bool) throws(MemoryError) {
        var home = home
        if options.databaseURL != nil { home.sleepFileName = Home.serverSleepFileName }
        let isWritable = access(home.directory.path, W_OK) == 0
        database = try SleepDatabase(
            home: home, options: options, readOnly: !writing && !(home.exists && isWritable))
        connection = database.connection
        let files = FileManager.default
        try reporting(home.directory.path) {
            if let url = options.databaseURL {
                try Self.attach(url, options, to: connection, writing: writing)
            } else if files.fileExists(atPath: home.storeFile.path) {
                try AttachedFile(
                    alias: "source_memories", file: home.storeFile, connection: connection
                ).attach(readOnly: !writing)
            }
            if files.fileExists(atPath: home.sleepFile.path) {
                try database.attach(readOnly: !writing)
            }
        }
    }

    private static func attach(
        _ url: String, _ options: EngineOptions, to connection: Connection, writing: Bool
    ) throws(MemoryError) {
        let server = try ServerConnection(
            url: url, holder: options.holder, patience: options.patience)
        let keepsMemories: Bool = try server.run { connection, _ in
            try connection.query("SELECT to_regclass('dormouse.memory') IS NOT NULL").value()
        }
        guard keepsMemories else {
            throw MemoryError(
                .notFound, "\(server.place) keeps no memories yet; run: dormouse init")
        }
        try AttachedServer(
            connection: connection, configuration: server.configuration, place: server.place
        ).attach(as: AttachedServer.source, readOnly: !writing)
    }
}
