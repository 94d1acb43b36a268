import DuckDB
import Foundation
import LanguageModels
import Synchronization

/// The two files of a home, open in one DuckDB: what was told as `source_memories`, what sleep made
/// of it as `sleep`, whose names need no database before them.
///
/// Guarantees: one connection writes, and one call at a time uses it. Readers have connections of
/// their own and see what was committed when their statement began; they neither wait for the
/// writer nor hold it up. Nobody reads or writes while files are taken away or put in place
/// (`alone`). The home is locked for this process while the files are open. What waits in the log of
/// what was told is in the database before anybody reads or writes.
final class FileAccess: Sendable {
    let home: Home
    let isReadOnly: Bool
    /// What was told and waits to be written to the database.
    let told: ToldLog
    /// Writes what waited.
    let take: @Sendable (Connection, [MemoryRecord]) throws -> Void
    private let engine: Mutex<FileEngine>
    private let options: EngineOptions
    /// Makes or checks the tables of what was told, when the file has been attached.
    private let prepare: @Sendable (Connection) throws -> Void
    let gate = AccessGate()
    private let commits = CommitGroup<(Connection) throws -> Void>()
    /// Statements of the writer that are planned once.
    private let statements = Mutex<[String: Statement]>([:])
    private let idle = Mutex<[FileReader]>([])
    let lock = Mutex<(any Sendable)?>(nil)
    let isOpen = Mutex(false)
    private let written = Atomic<UInt64>(1)
    private let erased = Atomic<UInt64>(1)
    private let damage = Mutex<MemoryError?>(nil)

    /// How many connections are kept for the next readers.
    private static let kept = 8

    /// What the memories are attached as, whatever keeps them.
    static let source = "source_memories"

    /// - Parameters:
    ///   - readOnly: then nothing is locked, and a file that is not there is not made.
    ///   - prepare: makes or checks the tables of what was told, when the file has been attached.
    ///   - take: writes memories that were told, and may be there already.
    /// - Throws: `homeBusy`, `homeUnusable`, `damaged`, `storage`.
    init(
        home: Home, options: EngineOptions, readOnly: Bool,
        prepare: @escaping @Sendable (Connection) throws -> Void,
        take: @escaping @Sendable (Connection, [MemoryRecord]) throws -> Void
    ) throws(MemoryError) {
        self.home = home
        self.take = take
        told = ToldLog(file: home.toldFile)
        self.prepare = prepare
        self.options = options
        isReadOnly = readOnly
        do throws(DuckDBError) {
            engine = Mutex(try FileEngine(home, options))
        } catch {
            throw MemoryError(error, in: home.directory.path)
        }
        try open()
    }

    /// For everything that changes something, and for what asks what it just changed.
    var writer: Connection { engine.withLock(\.writer) }
    /// For what waits in the log.
    var taker: Connection { engine.withLock(\.taker) }

    var store: AttachedFile {
        AttachedFile(alias: Self.source, file: home.storeFile, connection: writer)
    }

    var sleep: AttachedFile {
        AttachedFile(alias: "sleep", file: home.sleepFile, connection: writer)
    }

    /// Why what sleep made cannot be read, where its file is damaged or closed; then there is nothing
    /// of it.
    var sleepDamage: MemoryError? { damage.withLock(\.self) }

    /// Grows before and after whatever may change what was told.
    var writings: UInt64 { written.load(ordering: .acquiring) }

    func countWriting() { written.add(1, ordering: .acquiringAndReleasing) }

    /// Grows before and after whatever may take away what was told.
    var epoch: UInt64 { erased.load(ordering: .acquiring) }

    private func beginEpoch() { erased.add(1, ordering: .acquiringAndReleasing) }

    // MARK: reading and writing

    /// Runs `body` with a connection that nobody else uses meanwhile.
    func reading<T>(_ body: (Connection) throws -> T) throws(MemoryError) -> T {
        try lending { try body($0.connection) }
    }

    /// The same with a statement that is planned once for each connection: planning takes longer than
    /// many a reading.
    func reading<T>(_ sql: String, _ body: (Statement) throws -> T) throws(MemoryError) -> T {
        try lending { try body(try $0.prepared(sql)) }
    }

    private func lending<T>(_ body: (FileReader) throws -> T) throws(MemoryError) -> T {
        do throws(MemoryError) { return try lendingOnce(body) } catch {
            guard error.isOfInvalidatedFile else { throw error }
            try attachAgain()
            return try lendingOnce(body)
        }
    }

    private func lendingOnce<T>(_ body: (FileReader) throws -> T) throws(MemoryError) -> T {
        try inside { () throws(MemoryError) in
            try reporting(home.storeFile.path) {
                let reader = try idle.withLock { $0.popLast() } ?? reader()
                defer { idle.withLock { if $0.count < Self.kept { $0.append(reader) } } }
                return try CurrentCall.interruptible(by: reader.connection) { try body(reader) }
            }
        }
    }

    /// Runs `body` with the connection that writes.
    func writing<T>(_ body: (Connection) throws -> T) throws(MemoryError) -> T {
        countWriting()
        defer { countWriting() }
        do throws(MemoryError) {
            return try inside { () throws(MemoryError) in
                try reporting(home.storeFile.path) { try body(writer) }
            }
        } catch {
            if error.isOfInvalidatedFile { try attachAgain() }
            throw error
        }
    }

    /// The same for what takes away what was told.
    func erasing<T>(_ body: (Connection) throws -> T) throws(MemoryError) -> T {
        beginEpoch()
        defer { beginEpoch() }
        return try writing(body)
    }

    /// Runs `body` in a transaction; those of several threads are written together, maybe on the
    /// thread of one of them, and maybe twice (`CommitGroup`).
    func committing<T>(_ body: (Connection) throws -> T) throws(MemoryError) -> T {
        try writing { connection in
            var made: T?
            func make(_ connection: Connection) throws { made = try body(connection) }
            try withoutActuallyEscaping(make) { make in
                try commits.run(make) { group in
                    try connection.transaction { for change in group { try change(connection) } }
                }
            }
            guard let made else { throw MemoryError(.storage, "a transaction made nothing") }
            return made
        }
    }

    /// A statement of the writer, planned once and run many times.
    func prepared(_ sql: String) throws(DuckDBError) -> Statement {
        if let known = statements.withLock({ $0[sql] }) { return known }
        let statement = try writer.prepare(sql)
        statements.withLock { $0[sql] = statement }
        return statement
    }

    /// Runs `body` while nobody else reads or writes.
    func alone<T>(_ body: () throws(MemoryError) -> T) throws(MemoryError) -> T {
        try gate.exclusive { () throws(MemoryError) in
            defer { countWriting() }
            if !isOpen.withLock(\.self) { try open() }
            // What readers prepared or use may be gone by the end.
            idle.withLock { $0 = [] }
            statements.withLock { $0 = [:] }
            try settleForGood()
            return try body()
        }
    }

    /// - Parameter settles: whether what waits in the log goes to the database first. Where it cannot,
    ///   as on a full disk, everything else goes on without it, and it is tried again.
    func inside<T>(settles: Bool = true, _ body: () throws(MemoryError) -> T)
        throws(MemoryError) -> T
    {
        var mayRestart = !gate.isInside
        while true {
            var isBroken = false
            let done = try gate.shared { () throws(MemoryError) -> T? in
                guard isOpen.withLock(\.self) else { return nil }
                if settles, told.waiting > 0 {
                    do throws(MemoryError) { try settleOpened() } catch {
                        isBroken = mayRestart && error.isOfInvalidatedFile
                        if isBroken { return nil }
                        try? settleOpened()
                    }
                }
                return try body()
            }
            if let done { return done }
            if isBroken {
                mayRestart = false
                try attachAgain()
                continue
            }
            try gate.exclusive { () throws(MemoryError) in
                if !isOpen.withLock(\.self) { try open() }
            }
        }
    }

    private func reader() throws(DuckDBError) -> FileReader {
        let connection = try engine.withLock(\.database).connect()
        try connection.execute("SET TimeZone = 'UTC'")
        if isSleepThere { try connection.execute("USE sleep") }
        return FileReader(connection)
    }

    // MARK: files

    /// A file that is not there yet cannot be attached to be read only.
    var isSleepThere: Bool {
        !isReadOnly || FileManager.default.fileExists(atPath: home.sleepFile.path)
    }

    /// Takes the home and opens its files.
    func open(patience: Duration? = nil) throws(MemoryError) {
        if !isReadOnly {
            try home.create()
            var options = options
            options.patience = patience ?? options.patience
            let held = try home.hold(options)
            lock.withLock { $0 = held }
        }
        try attach(within: isReadOnly ? .zero : patience ?? options.patience)
    }

    /// Opens the files of a home that is held. A process that had borrowed them of one that is gone
    /// may still have them open.
    ///
    /// - Parameter patience: how long to wait for that.
    func attach(within patience: Duration) throws(MemoryError) {
        let deadline = ContinuousClock.now + patience
        while true {
            do throws(MemoryError) { return try attach() } catch {
                guard error.code == .homeBusy, ContinuousClock.now < deadline else {
                    // Whoever asks next takes the home and tries again.
                    lock.withLock { $0 = nil }
                    throw error
                }
            }
            usleep(5000)
        }
    }

    private func attach() throws(MemoryError) {
        try reporting(home.storeFile.path) {
            try store.attach(readOnly: isReadOnly)
            do {
                try prepare(writer)
            } catch {
                try? store.detach()
                throw error
            }
        }
        do throws(MemoryError) {
            if !isReadOnly { try takeUp() }
            try attachSleep()
        } catch {
            try? store.detach()
            throw error
        }
        isOpen.withLock { $0 = true }
        // Another process may have had them.
        countWriting()
        beginEpoch()
    }

    /// Opens the files anew: DuckDB lets nobody read or write one whose checkpoint has failed, as on a
    /// full disk, though nothing of it is lost. Where the disk failed while it waited for it, all of
    /// that DuckDB is of no more use, and another takes its place.
    private func attachAgain() throws(MemoryError) {
        // Somebody further out has to.
        if gate.isInside { return }
        try gate.exclusive { () throws(MemoryError) in try reattach() }
    }

    /// The same for who is alone already.
    func reattach() throws(MemoryError) {
        guard isOpen.withLock(\.self) else { return }
        idle.withLock { $0 = [] }
        statements.withLock { $0 = [:] }
        told.close()
        try? writer.execute("USE memory")
        try? store.detach()
        try? sleep.detach()
        isOpen.withLock { $0 = false }
        do throws(MemoryError) {
            if (try? writer.query("SELECT 1")) == nil {
                let fresh = try reporting(home.storeFile.path) { try FileEngine(home, options) }
                engine.withLock { $0 = fresh }
            }
            try attach()
        } catch {
            // Whoever asks next takes the home and tries again.
            lock.withLock { $0 = nil }
            throw error
        }
    }

    private func attachSleep() throws(MemoryError) {
        guard isSleepThere else { return }
        do throws(MemoryError) {
            try reporting(home.sleepFile.path) { try sleep.attach(readOnly: isReadOnly) }
            damage.withLock { $0 = nil }
        } catch {
            // Damaged, a folder, another user's, on a disk that fails.
            guard [.damaged, .storage, .homeUnusable].contains(error.code) else { throw error }
            // What is told and asked goes on as before the first sleep.
            damage.withLock { $0 = error }
            try reporting(home.sleepFile.path) { try writer.execute("ATTACH ':memory:' AS sleep") }
        }
        try reporting(home.sleepFile.path) { try writer.execute("USE sleep") }
    }

    func detach() throws(MemoryError) {
        guard isOpen.withLock(\.self) else { return }
        // What cannot be settled stays in its file for whoever comes next.
        try? settleOpened()
        told.close()
        idle.withLock { $0 = [] }
        statements.withLock { $0 = [:] }
        try reporting(home.directory.path) {
            try writer.execute("USE memory")
            try store.detach()
            if isSleepThere { try sleep.detach() }
        }
        isOpen.withLock { $0 = false }
        // What was read of them is no answer while another process may have them.
        countWriting()
        beginEpoch()
    }
}

extension MemoryError {
    /// Whether DuckDB wants a file to be attached again before it is used.
    fileprivate var isOfInvalidatedFile: Bool {
        message.contains("has been invalidated") || message.contains("FATAL Error")
    }
}
