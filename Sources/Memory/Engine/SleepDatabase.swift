import DuckDB
import Foundation
import LanguageModels

/// The DuckDB that a home computes in: its main database is in memory, `sleep.duckdb` is attached
/// and in use. One process has it at a time.
final class SleepDatabase {
    let connection: Connection
    /// What sleep derived; the connection's own names mean it.
    let derived: AttachedFile
    private let lock: HomeLock?

    /// - Parameter readOnly: then nothing is locked, and a file that is not there is not made.
    init(home: Home, options: EngineOptions, readOnly: Bool) throws(MemoryError) {
        if readOnly {
            lock = nil
        } else {
            try home.create()
            lock = try HomeLock(
                path: home.lockFile.path, holder: options.holder, patience: options.patience)
        }
        var settings = Database.Options()
        settings.threads = options.threads
        settings.memoryLimit = .mebibytes(Int64(options.memoryLimitMiB))
        settings.extensionDirectory = options.extensionDirectory
        settings.temporaryDirectory = home.spillDirectory.path
        // A secret is for this process; DuckDB would keep a persistent one in the user's folder.
        settings.settings["allow_persistent_secrets"] = "false"
        do throws(DuckDBError) {
            connection = try Database(path: nil, options: settings).connect()
            try connection.execute("SET TimeZone = 'UTC'")
            try options.languageModels?.register(on: connection)
        } catch {
            throw MemoryError(error, in: home.directory.path)
        }
        derived = AttachedFile(alias: "sleep", file: home.sleepFile, connection: connection)
    }

    /// Attaches what sleep derived, and uses it.
    func attach(readOnly: Bool) throws(MemoryError) {
        try reporting(derived.file.path) {
            if readOnly, !FileManager.default.fileExists(atPath: derived.file.path) { return }
            try derived.attach(readOnly: readOnly)
            try connection.execute("USE sleep")
        }
    }

    /// Writes the file anew, so that no deleted byte stays in it.
    func rewrite() throws(MemoryError) {
        try reporting(derived.file.path) {
            try connection.execute("USE memory")
            defer { try? connection.execute("USE sleep") }
            try derived.rewrite()
        }
    }
}
