public import Foundation
import Hashing

/// The folder that holds everything Dormouse keeps on this machine.
///
/// | file | what |
/// |---|---|
/// | `memories.duckdb` | what was told: memories, embeddings, accesses; the only file that cannot be rebuilt |
/// | `told.log` | what a server was told last and has not put into `memories.duckdb` yet |
/// | `sleep.duckdb` | what sleep derived from it |
/// | `postgresql/sleep.duckdb` | the same of memories that PostgreSQL keeps |
/// | `prompts/` | prompts of the user's own for sleep; only there where somebody made it |
/// | `erasing`, `postgresql/erasing-…` | an erasure in the file, in a database on a server, is not finished; only there after an interruption |
/// | `receipts/` | receipts of what was erased |
/// | `language-models/` | kept answers of language models, and what they took |
/// | `rejected.duckdb` | the last cycle that failed the dream test, to look into; only there after one |
/// | `lock` | who has the memories open right now, and where a server listens |
/// | `sleep.lock`, `sleeping/` | who sleeps, and what is being computed; takes the place of `sleep.duckdb` at the end |
/// | `sleep.wanted` | locked by those who wait until nobody sleeps: the sleep gives way |
public struct Home: Sendable {
    public let directory: URL

    public init(_ directory: URL) { self.directory = directory.standardizedFileURL }

    /// `--home`, else `DORMOUSE_HOME`, else `~/.dormouse`.
    public static func standard(environment: [String: String]) -> Home {
        if let path = environment["DORMOUSE_HOME"], !path.isEmpty {
            return Home(URL(fileURLWithPath: path, isDirectory: true))
        }
        let user =
            environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory()
        return Home(URL(fileURLWithPath: user, isDirectory: true).appending(path: ".dormouse"))
    }

    public var storeFile: URL { directory.appending(path: "memories.duckdb") }
    /// What was told last, until it is in the store.
    public var toldFile: URL { directory.appending(path: "told.log") }
    public var sleepFile: URL { directory.appending(path: sleepFileName) }
    /// What sleep made of memories on a server is in a file of its own, so that a home can serve
    /// both.
    var sleepFileName = Self.sleepFileName
    static let sleepFileName = "sleep.duckdb"
    static let serverSleepFileName = "postgresql/sleep.duckdb"
    /// Removes what a sleep that was killed had computed; the next one computes it again.
    func discardWork() {
        try? FileManager.default.removeItem(at: workingFile.deletingLastPathComponent())
    }
    /// Removes copies of what sleep made: of a cycle that failed, or to look into.
    func discardCopies() {
        for folder in [rejectedFile, copyFolder] {
            try? FileManager.default.removeItem(at: folder)
        }
    }
    /// The last cycle that failed the dream test, to look into.
    var rejectedFile: URL {
        sleepFile.deletingLastPathComponent().appending(path: "rejected.duckdb")
    }
    /// Copies that are looked into, each for the time of a command.
    public var copyFolder: URL { directory.appending(path: "copies") }
    /// The user's own prompts for sleep, where there are any.
    public var promptFolder: URL { directory.appending(path: "prompts") }
    /// Who has the files of memories open. What sleep made of memories on a server is apart, so
    /// that those of a file are not held up by it.
    public var lockFile: URL {
        directory.appending(path: sleepFileName == Self.sleepFileName ? "lock" : "postgresql/lock")
    }
    /// Who sleeps.
    var sleepLockFile: URL {
        directory.appending(
            path: sleepFileName == Self.sleepFileName ? "sleep.lock" : "postgresql/sleep.lock")
    }
    /// Locked by those who wait until nobody sleeps.
    var sleepWishFile: URL {
        sleepLockFile.deletingLastPathComponent().appending(path: "sleep.wanted")
    }
    /// Who sleeps, to look who that is.
    public var sleepLockPath: String { sleepLockFile.path }
    /// What a sleep works on, until it takes the place of `sleep.duckdb`.
    var workingFile: URL { directory.appending(path: "sleeping/sleep.duckdb") }
    /// Answers of language models that are kept, and what they took. Can be removed at any time.
    public var languageModelsDirectory: URL { directory.appending(path: "language-models") }
    /// Where DuckDB spills what does not fit its memory.
    public var spillDirectory: URL { directory.appending(path: "spill") }

    /// Receipts of what was erased.
    var receiptFolder: URL { directory.appending(path: "receipts") }
    /// There from before a memory is erased until no byte of it is left; holds the ids of the
    /// receipts. Whoever finds it there finishes that. Each database has a mark of its own, so that
    /// none takes another's away.
    var erasureMark: URL { directory.appending(path: erasureMarkName) }
    var erasureMarkName = "erasing"
    /// Whether an erasure in the home's own files was interrupted, and nobody has finished it yet.
    public var hasUnfinishedErasure: Bool {
        FileManager.default.fileExists(atPath: erasureMark.path)
    }

    /// The mark of a database on a server, whatever address it is reached by.
    ///
    /// - Parameter identity: what tells it from every other database, or, as earlier versions had
    ///   it, its address without the password.
    static func erasureMarkName(ofServer identity: String) -> String {
        "postgresql/erasing-" + SHA256.hexadecimal(identity).prefix(16)
    }

    /// Takes up a mark that an earlier version named by the database's address.
    func takeUpErasureMark(named name: String) throws(MemoryError) {
        let old = directory.appending(path: name)
        guard name != erasureMarkName,
            let receipts = FileManager.default.contents(atPath: old.path)
        else { return }
        let known = FileManager.default.contents(atPath: erasureMark.path) ?? Data()
        try DurableFile.write(String(decoding: known + receipts, as: UTF8.self), to: erasureMark)
        try DurableFile.remove(old)
    }

    /// Whether memories are kept here. A home that may not be looked into is there: whoever opens
    /// it is told what is missing.
    public var exists: Bool {
        var status = stat()
        return stat(storeFile.path, &status) == 0 || (errno != ENOENT && errno != ENOTDIR)
    }

    /// Makes the folder, readable by its owner only. A home that others may read, as of an earlier
    /// version, is closed to them; what a program makes from now on is as its umask says.
    public func create() throws(MemoryError) {
        defer { closeToOthers() }
        do {
            try FileManager.default.createDirectory(
                at: sleepFile.deletingLastPathComponent(), withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw MemoryError(
                .homeUnusable,
                "cannot make the home \(directory.path): \(error.systemReason). "
                    + "Choose another with --home")
        }
    }

    /// How the names begin that Dormouse gives in a home. What else lies there is not its own.
    static let ownNames = [
        "memories.duckdb", "sleep.duckdb", "sleep.lock", "sleep.wanted", "rejected.duckdb",
        "copies", "lock", "erasing", "receipts", "language-models", "spill", "postgresql",
        "sleeping", "health", "told.log",
    ]

    private func closeToOthers() {
        let files = FileManager.default
        let folders = [directory, sleepFile.deletingLastPathComponent()]
        for folder in Set(folders) {
            let inside = (try? files.contentsOfDirectory(atPath: folder.path)) ?? []
            let ours = inside.filter { name in Self.ownNames.contains(where: name.hasPrefix) }
            for path in [folder.path] + ours.map({ folder.appending(path: $0).path }) {
                var status = stat()
                // A link may lead to what is not ours to close.
                guard lstat(path, &status) == 0, status.st_uid == geteuid(),
                    [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT),
                    status.st_mode & 0o077 != 0
                else { continue }
                chmod(path, status.st_mode & 0o700)
            }
        }
    }
}
