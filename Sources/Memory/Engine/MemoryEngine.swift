import DuckDB
import Foundation
import Search

/// A home, open: remembers, recalls, sleeps, forgets.
///
/// One process holds a home at a time. Calls block, and are made one at a time; run them where
/// blocking is allowed, never on Swift's cooperative threads.
public final class MemoryEngine {
    public let home: Home
    public let options: EngineOptions
    public internal(set) var store: MemoryStore
    let encoder: Encoder
    let connection: Connection
    private let database: Database
    private let lock: HomeLock?
    /// Whether the home can only be read: then accesses are not recorded.
    public let isReadOnly: Bool
    /// Indexes of the namespaces asked so far.
    var indexes: [String: RecallIndex] = [:]

    /// Opens a home, and makes it where there is none.
    ///
    /// - Throws: `homeBusy`, `homeUnusable`, `damaged`, `storage`.
    public init(home: Home, options: EngineOptions) throws(MemoryError) {
        self.home = home
        self.options = options
        isReadOnly = home.exists && access(home.directory.path, W_OK) != 0
        if !isReadOnly {
            try home.create()
            lock = try HomeLock(
                path: home.lockFile.path, holder: options.holder, patience: options.patience)
        } else {
            lock = nil
        }
        encoder = Encoder(directory: options.modelDirectory, threads: options.threads)
        var settings = Database.Options()
        settings.threads = options.threads
        settings.memoryLimit = .mebibytes(Int64(options.memoryLimitMiB))
        settings.temporaryDirectory = home.spillDirectory.path
        settings.settings["TimeZone"] = "UTC"
        if isReadOnly { settings.accessMode = .readOnly }
        let sleepFile = home.sleepFile.path
        let readsNothing = isReadOnly && !FileManager.default.fileExists(atPath: sleepFile)
        do throws(DuckDBError) {
            if readsNothing { settings.accessMode = .automatic }
            database = try Database(path: readsNothing ? nil : sleepFile, options: settings)
            connection = try database.connect()
        } catch {
            throw MemoryError(error, in: sleepFile)
        }
        store = try MemoryStore(
            connection: connection, file: home.storeFile, readOnly: isReadOnly)
    }

    /// Gets the model ready while something else is done.
    public func warmUp() { encoder.warmUp() }

    var now: Moment { options.now() }
}
