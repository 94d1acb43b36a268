import DuckDB
import Foundation
import LanguageModels

/// Sleep on memories in a file of the home: on a copy of `sleep.duckdb`, which takes its place when
/// the sleep is over.
///
/// The home's files are wanted twice, for as long as it takes to copy what is new and to rename a
/// file. In between a process that only sleeps lets go of them, so that others remember and recall
/// while models are computed and asked. See docs/decisions/sleep-works-on-a-copy.md.
final class FileGround: SleepGround {
    private let files: FileAccess
    private let options: EngineOptions
    private let home: Home
    private var database: SleepDatabase?
    /// The last cycle that others can see.
    private var published = 0
    private var lastPublished = ContinuousClock.now
    /// While a sleep takes longer, what it has so far is shown in between.
    private var pause = leastPause

    private static let leastPause: Duration = .seconds(60)
    /// A large file takes long to copy, and is shown less often: a twentieth of the time at most.
    private static let pauseShare = 20
    /// How long to wait for the files at the end of a sleep, whose work is not to be lost.
    private static let patience: Duration = .seconds(600)

    private let prepare: (SleepDatabase) throws -> Void

    /// - Parameter prepare: done to the database before it is slept in.
    init(
        _ files: FileAccess, options: EngineOptions,
        prepare: @escaping (SleepDatabase) throws -> Void
    ) {
        self.files = files
        self.options = options
        self.prepare = prepare
        home = files.home
    }

    private var working: URL { home.workingFile }

    func open() throws -> SleepDatabase {
        let database = try SleepDatabase(
            file: working, home: home, options: options,
            functions: options.languageModels?.separate(), lock: nil)
        try takeCopy()
        do { try database.attach(readOnly: false) } catch {
            // A copy that a sleep left behind may be broken.
            discard()
            try takeCopy()
            try database.attach(readOnly: false)
        }
        try prepare(database)
        self.database = database
        published = try files.reading { try SleepLog(connection: $0).completeCycles() }
        return database
    }

    func reopenEmpty() throws -> SleepDatabase {
        discard()
        return try open()
    }

    func catchUp(_ night: Night, progress: @escaping @Sendable (Int, Int) -> Void) {}

    func present() -> String { "file" }

    func advance(to seen: String, _ night: Night) throws -> [UUID] {
        try night.database.detach()
        let erased: [UUID]
        do {
            erased = try files.reading { connection in
                try FileMirror(connection: connection, file: working).advance()
            }
        } catch {
            try? night.database.attach(readOnly: false)
            throw error
        }
        try night.database.attach(readOnly: false)
        if !options.isLongLived { try files.letGo() }
        return erased
    }

    func resetClock(after cycle: Int, _ night: Night) throws { try night.log.undo(after: cycle) }

    func publish(_ cycle: Int, _ night: Night) throws {
        let start = ContinuousClock.now
        guard start - lastPublished > pause else { return }
        let copy = working.appendingPathExtension("shown")
        try? FileManager.default.removeItem(at: copy)
        try night.database.detach()
        defer { try? night.database.attach(readOnly: false) }
        try FileManager.default.copyItem(at: working, to: copy)
        try show(copy)
        published = cycle
        pause = max(Self.leastPause, (ContinuousClock.now - start) * Self.pauseShare)
        if !options.isLongLived { try files.letGo() }
    }

    func finish(_ night: Night) throws {
        try night.database.detach()
        database = nil
        try show(working)
        try? FileManager.default.removeItem(at: working.deletingLastPathComponent())
    }

    /// What is complete is shown; the rest goes.
    func giveUp(_ night: Night) {
        guard database != nil else { return }
        do {
            if let last = try night.log.last(), !last.isComplete { try night.log.undo(last.number) }
            if try night.log.completeCycles() > published { return try finish(night) }
        } catch {
            // What it could not show the next sleep finds, or makes again.
        }
        try? night.database.detach()
        database = nil
        discard()
    }

    func close() {
        database = nil
        try? files.takeAgain(patience: options.patience)
    }

    private func show(_ file: URL) throws {
        try files.takeAgain(patience: max(Self.patience, options.patience))
        try files.replaceSleep(with: file)
        lastPublished = .now
    }

    // MARK: the copy

    /// Says which `sleep.duckdb` a copy was made of.
    private var origin: URL { working.deletingLastPathComponent().appending(path: "origin") }

    /// Copies `sleep.duckdb`; where a sleep was killed, its copy is gone on with, as long as what it
    /// was made of is still there as it was.
    private func takeCopy() throws {
        let made = try? String(contentsOf: origin, encoding: .utf8)
        if made != nil, made == identity { return }
        discard()
        try FileManager.default.createDirectory(
            at: working.deletingLastPathComponent(), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        try files.copySleep(to: working)
        try Data((identity ?? "").utf8).write(to: origin, options: .atomic)
    }

    private func discard() { home.discardWork() }

    /// Changes with any change of `sleep.duckdb`.
    private var identity: String? {
        var status = stat()
        guard stat(home.sleepFile.path, &status) == 0 else { return nil }
        return "\(status.st_dev) \(status.st_ino) \(status.st_size) "
            + "\(status.st_mtim.tv_sec) \(status.st_mtim.tv_nsec)"
    }
}
