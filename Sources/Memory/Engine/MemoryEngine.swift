import DuckDB
import Foundation
import Search

/// A home, open: remembers, recalls, sleeps, forgets.
///
/// With memories in the home's own file, one process holds a home at a time. With memories in
/// PostgreSQL, many processes and machines work on the same memories at once; only sleep needs the
/// home to itself. Calls block, and are made one at a time; run them where blocking is allowed,
/// never on Swift's cooperative threads.
public final class MemoryEngine {
    public let home: Home
    public let options: EngineOptions
    public let store: any MemoryStore
    let encoder: Encoder
    /// What sleep made.
    let derived: any DerivedStore
    /// Open from the beginning where the memories are in a file of the home.
    private var opened: SleepDatabase?
    /// Whether memories can only be read: then accesses are not recorded.
    public var isReadOnly: Bool { store.isReadOnly }
    /// Indexes of the namespaces asked so far.
    var indexes = IndexCache()
    /// Namespaces that were asked once, from candidates.
    var askedOnce: Set<[UInt8]> = []
    /// What recalls returned and `flush` has not written down yet.
    var pendingAccesses: [PendingAccess] = []

    /// Opens a home, and makes it where there is none.
    ///
    /// With memories in PostgreSQL nothing of the home is made or held until sleep needs it.
    ///
    /// - Throws: `homeBusy`, `homeUnusable`, `damaged`, `storage`.
    public init(home: Home, options: EngineOptions) throws(MemoryError) {
        var home = home
        if options.databaseURL != nil { home.sleepFileName = Home.serverSleepFileName }
        self.home = home
        self.options = options
        encoder = Encoder(directory: options.modelDirectory, threads: options.threads)
        if let url = options.databaseURL {
            let server = try PostgreSQLStore(
                url: url, holder: options.holder, patience: options.patience)
            store = server
            derived = PostgreSQLDerived(server: server.server)
            return
        }
        let isReadOnly = home.exists && access(home.directory.path, W_OK) != 0
        let database = try SleepDatabase(home: home, options: options, readOnly: isReadOnly)
        store = try DuckDBStore(
            connection: database.connection, file: home.storeFile, readOnly: isReadOnly)
        try database.attach(readOnly: isReadOnly)
        derived = DuckDBDerived(connection: database.connection, file: home.sleepFile.path)
        opened = database
        if !isReadOnly { try finishInterruptedErasure() }
    }

    deinit { try? flush() }

    /// Gets the model ready while something else is done.
    public func warmUp() { encoder.warmUp() }

    var now: Moment { options.now() }

    /// The DuckDB that sleep computes in.
    func sleepDatabase() throws(MemoryError) -> SleepDatabase {
        if let opened { return opened }
        let database = try SleepDatabase(home: home, options: options, readOnly: false)
        try database.attach(readOnly: false)
        opened = database
        return database
    }

    /// Lets others have the home again; nothing is open that is not open from the beginning.
    func closeSleepDatabase() { if !(store is DuckDBStore) { opened = nil } }

    /// Begins the sleep database anew.
    func resetSleepDatabase() throws(MemoryError) {
        opened = nil
        for file in [home.sleepFile, home.sleepFile.appendingPathExtension("wal")] {
            try? FileManager.default.removeItem(at: file)
        }
    }

    /// Whether sleep has computed something on this machine.
    var hasSleepDatabase: Bool {
        opened != nil || FileManager.default.fileExists(atPath: home.sleepFile.path)
    }

    var connection: Connection {
        get throws(MemoryError) { try sleepDatabase().connection }
    }

    /// What others than this engine write to the store is found by `refresh`; what it writes itself
    /// to a file, many at once, is not.
    func dropIndexes() { if store is DuckDBStore { indexes.removeAll() } }

    /// - Throws: `homeUnusable` where memories can only be read.
    func requireWriting() throws(MemoryError) {
        if isReadOnly {
            throw MemoryError(
                .homeUnusable, "\(store.place) can only be read. Nothing was changed")
        }
    }
}
