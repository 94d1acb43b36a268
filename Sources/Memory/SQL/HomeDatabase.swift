public import DuckDB
import Foundation
import LanguageModels
import PostgreSQL

/// A home as a SQL database: what sleep derived by its plain names, the memories as
/// `source_memories`, whether they are in the home's file or on a server. Where there is no home,
/// an empty database.
///
/// Memories are never edited: `source_memories` is attached for reading only, whatever else may be
/// written. Other processes of this home wait meanwhile, as for any command, so that a copy is better
/// read from for long. A sleep waits, too, while something may be written: what was written during one
/// would be gone when what it made takes its place.
public final class HomeDatabase {
    /// For `interrupt` and `progress`; statements go through `stream`.
    public let connection: Connection
    private let database: SleepDatabase
    private let session: ReadOnlySession?
    private let rawMemories: RawMemories?
    /// Nobody sleeps while somebody may write.
    private let sleepHold: Home.SleepHold?

    /// - Parameters:
    ///   - writing: else nothing on disk or on a server can be changed or reached, whatever a
    ///     statement says; see `ReadOnlySession`.
    ///   - readable: files and folders that statements may read where `writing` is false.
    /// - Throws: `homeBusy`, `homeUnusable`, `damaged`, `storage`; `notFound` for a server that
    ///   keeps no memories yet; `invalidInput` where one of `readable` is not there.
    public init(home: Home, options: EngineOptions, writing: Bool, readable: [String] = [])
        throws(MemoryError)
    {
        var home = home
        if options.databaseURL != nil { home.sleepFileName = Home.serverSleepFileName }
        sleepHold =
            writing
            ? try home.holdSleep(
                options, patience: options.patienceWithSleep, asksToGiveWay: true) : nil
        let isWritable = access(home.directory.path, W_OK) == 0
        let database = try SleepDatabase(
            home: home, options: options, readOnly: !writing && !(home.exists && isWritable),
            functions: options.languageModels)
        let connection = database.connection
        self.database = database
        self.connection = connection
        let files = FileManager.default
        try reporting(home.directory.path) {
            if let url = options.databaseURL {
                try Self.attach(url, options, to: connection)
            } else if files.fileExists(atPath: home.storeFile.path) {
                let store = AttachedFile(
                    alias: StoreSchema.alias, file: home.storeFile, connection: connection)
                if isWritable { try ToldMemories.takeUp(in: home, store) }
                try store.attach(readOnly: true)
            }
            if files.fileExists(atPath: home.sleepFile.path) {
                try database.attach(readOnly: !writing)
            }
        }
        rawMemories = writing ? RawMemories(file: home.storeFile) : nil
        do throws(DuckDBError) {
            let functions: Set<String> = options.languageModels == nil ? [] : ModelFunctions.tables
            session =
                writing
                ? nil
                : try ReadOnlySession(connection, readable: readable, functions: functions)
        } catch {
            throw MemoryError(.invalidInput, error.message)
        }
    }

    /// Runs one statement and gives its answer block by block.
    ///
    /// - Throws: `DuckDBError`, with `.readOnly` or `.permission` for what is refused to a session
    ///   that only reads; `MemoryError` where raw memories would be changed.
    public func stream(_ sql: String) throws -> ResultStream {
        if let session { return try session.stream(sql) }
        try rawMemories?.check(sql)
        return try connection.stream(script: sql)
    }

    private static func attach(
        _ url: String, _ options: EngineOptions, to connection: Connection
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
        ).attach(as: AttachedServer.source, readOnly: true)
    }
}
