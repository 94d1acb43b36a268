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
    public let store: MemoryStore
    /// What sleep derived; the connection's own names mean it.
    let derived: AttachedFile
    let encoder: Encoder
    let connection: Connection
    private let lock: HomeLock?
    /// Whether the home can only be read: then accesses are not recorded.
    public let isReadOnly: Bool
    /// Indexes of the namespaces asked so far.
    var indexes = IndexCache()
    /// What recalls returned and `flush` has not written down yet.
    var pendingAccesses: [PendingAccess] = []

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
        do throws(DuckDBError) {
            connection = try Database(path: nil, options: settings).connect()
            try connection.execute("SET TimeZone = 'UTC'")
        } catch {
            throw MemoryError(error, in: home.directory.path)
        }
        store = try MemoryStore(
            connection: connection, file: home.storeFile, readOnly: isReadOnly)
        derived = AttachedFile(alias: "sleep", file: home.sleepFile, connection: connection)
        let hasDerived = FileManager.default.fileExists(atPath: home.sleepFile.path)
        try reporting(home.sleepFile.path) {
            if hasDerived || !isReadOnly {
                try derived.attach(readOnly: isReadOnly)
                try connection.execute("USE sleep")
            }
        }
        if !isReadOnly { try finishInterruptedErasure() }
    }

    deinit { try? flush() }

    /// Gets the model ready while something else is done.
    public func warmUp() { encoder.warmUp() }

    var now: Moment { options.now() }

    /// - Throws: `homeUnusable` where the home can only be read.
    func requireWriting() throws(MemoryError) {
        if isReadOnly {
            throw MemoryError(
                .homeUnusable, "\(home.directory.path) can only be read. Nothing was changed")
        }
    }
}
