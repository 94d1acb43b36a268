import DuckDB
import Foundation
import LanguageModels
import Synchronization

/// A home, open: remembers, recalls, sleeps, forgets.
///
/// Safe for any number of threads at once. Calls block: run them where blocking is allowed, never
/// on Swift's cooperative threads (`MemoryService` has the same for those). Each part of an engine
/// says what it guarantees: `FileAccess` and `ServerConnection` lend connections, `IndexShelf` keeps
/// indexes, `Encoder` makes vectors, `AccessJournal` writes down what was recalled.
///
/// With memories in the home's own file, one process holds a home at a time. With memories in
/// PostgreSQL, many processes and machines work on the same memories at once; only sleep needs the
/// home to itself.
public final class MemoryEngine: Sendable {
    public let home: Home
    public let options: EngineOptions
    public let store: any MemoryStore
    let encoder: Encoder
    /// What sleep made.
    let derived: any DerivedStore
    /// The home's files, where they keep the memories.
    let files: FileAccess?
    /// The database that sleep on a server's memories computes in, while it is open.
    private let opened = Mutex<SleepDatabase?>(nil)
    /// Whether memories can only be read: then accesses are not recorded.
    public var isReadOnly: Bool { store.isReadOnly }
    /// Indexes of the namespaces asked so far.
    let indexes: IndexShelf
    /// Namespaces that were asked once, from candidates.
    let askedOnce = Mutex<Set<[UInt8]>>([])
    let journal: AccessJournal
    let givingWay: GivingWay
    /// Tells what is done, to whoever counts it.
    public let events = EngineEvents()
    private let clockwork: Ticker?
    private let unfinished = Mutex<MemoryError?>(nil)
    private let preparations = Mutex<[@Sendable (Connection) throws -> Void]>([])

    /// Opens a home, and makes it where there is none.
    ///
    /// With memories in PostgreSQL nothing of the home is made or held until sleep needs it.
    ///
    /// - Throws: `homeBusy`, `homeUnusable`, `damaged`, `storage`.
    public init(home: Home, options: EngineOptions) throws(MemoryError) {
        var home = home
        if options.databaseURL != nil { home.sleepFileName = Home.serverSleepFileName }
        self.options = options
        encoder = Encoder(directory: options.modelDirectory, threads: options.threads)
        indexes = IndexShelf(budget: options.indexMemoryMiB << 20)
        if let url = options.databaseURL {
            let server = try PostgreSQLStore(
                url: url, holder: options.holder, patience: options.patience)
            store = server
            home.erasureMarkName = Home.erasureMarkName(ofServer: server.identity)
            self.home = home
            derived = PostgreSQLDerived(server: server.server)
            files = nil
        } else {
            self.home = home
            let isReadOnly = home.exists && access(home.directory.path, W_OK) != 0
            let path = home.storeFile.path
            let files = try FileAccess(
                home: home, options: options, readOnly: isReadOnly,
                prepare: { try StoreSchema.prepare($0, path, readOnly: isReadOnly) },
                take: ToldMemories.take)
            store = DuckDBStore(files, isLogging: options.isLongLived)
            derived = FileDerived(access: files)
            self.files = files
        }
        givingWay = GivingWay(leastWork: options.leastSleep) { [home = self.home] in
            SleepWish.isThere(home)
        }
        let journal = AccessJournal(store: store)
        self.journal = journal
        clockwork =
            options.isLongLived
            ? Ticker(every: .seconds(1)) { [files] in
                try? journal.flush()
                try? files?.settle()
            } : nil
        if !isReadOnly, sleepDamage == nil {
            // What can be read is read all the same; the next start tries again.
            do throws(MemoryError) {
                if let server = store as? PostgreSQLStore {
                    try self.home.takeUpErasureMark(
                        named: Home.erasureMarkName(ofServer: server.place))
                }
                try finishInterruptedErasure()
            } catch {
                unfinished.withLock { $0 = error }
            }
        }
    }

    deinit { try? flush() }

    /// Gets the model ready while something else is done.
    public func warmUp() { encoder.warmUp() }

    var now: Moment { options.now() }

    /// Writes down what recalls returned since the last time. Recall itself does not wait for the
    /// disk. What cannot be written is kept and tried again. What was told and waits in the log goes
    /// to the database.
    public func flush() throws(MemoryError) {
        try journal.flush()
        try files?.settle()
    }

    /// Closes the home's files while `body` runs, for another process that works with them.
    ///
    /// - Parameter changes: whether that process may change what sleep made.
    public func lend(changes: Bool, _ body: () -> Void) throws(MemoryError) {
        try files?.lend(body)
        if changes { indexes.removeAll() }
    }

    /// Lets other processes have the home. Whoever asks this engine for something takes it again.
    public func leave() throws(MemoryError) {
        closeSleepDatabase()
        try files?.letGo()
        // What another process forgets or derives from now on is in no index of this one.
        indexes.removeAll()
    }

    /// The DuckDB that sleep on a server's memories computes in.
    func sleepDatabase() throws(MemoryError) -> SleepDatabase {
        try opened.withLock { opened throws(MemoryError) in
            if let opened { return opened }
            let database = try SleepDatabase(
                home: home, options: options, readOnly: false,
                functions: options.languageModels?.separate())
            try database.attach(readOnly: false)
            try prepare(database)
            opened = database
            return database
        }
    }

    /// Has something done to each database that sleep computes in, before it does.
    func prepareSleep(_ body: @escaping @Sendable (Connection) throws -> Void) {
        preparations.withLock { $0.append(body) }
    }

    func prepare(_ database: SleepDatabase) throws(MemoryError) {
        try reporting(home.sleepFile.path) {
            for body in preparations.withLock(\.self) { try body(database.connection) }
        }
    }

    /// Lets others have the home again; nothing is open that is not open from the beginning.
    func closeSleepDatabase() { opened.withLock { $0 = nil } }

    /// Begins the sleep database anew.
    func resetSleepDatabase() throws(MemoryError) {
        closeSleepDatabase()
        for file in [home.sleepFile, home.sleepFile.appendingPathExtension("wal")] {
            try? FileManager.default.removeItem(at: file)
        }
    }

    /// Whether sleep has computed something on this machine.
    var hasSleepDatabase: Bool {
        files != nil || opened.withLock { $0 != nil }
            || FileManager.default.fileExists(atPath: home.sleepFile.path)
    }

    /// What sleep made, by its plain names, to be written to.
    var connection: Connection {
        get throws(MemoryError) {
            if let files { return files.writer }
            return try sleepDatabase().connection
        }
    }

    /// Why what sleep derived cannot be read, where it cannot. Memories are kept, recalled and
    /// exported without it; sleeping and erasing need it, or need its file to be removed.
    public var sleepDamage: MemoryError? { files?.sleepDamage }

    /// Why an erasure that was interrupted could not be finished when the home was opened, where
    /// there was one: its text may still be in the files.
    public var unfinishedErasure: MemoryError? { unfinished.withLock(\.self) }

    /// How many memories that were told last cannot be seen, because a home that may only be read
    /// has them in its log (`told.log`).
    public var leftBehind: Int { files?.leftBehind() ?? 0 }

    /// - Throws: what is wrong with the file of what sleep derived, where something is.
    func requireSleepDatabase() throws(MemoryError) { if let sleepDamage { throw sleepDamage } }

    /// - Throws: `homeUnusable` where memories can only be read.
    func requireWriting() throws(MemoryError) {
        if isReadOnly {
            throw MemoryError(
                .homeUnusable, "\(store.place) can only be read. Nothing was changed")
        }
    }
}
