import DuckDB
import Foundation
import LanguageModels

/// A DuckDB of its own for what sleep makes: its main database is in memory, a file of derived
/// tables is attached as `sleep` and in use. Whoever has it has it alone.
final class SleepDatabase: Sendable {
    let connection: Connection
    /// What sleep derived; the connection's own names mean it.
    let derived: AttachedFile
    /// The functions that ask language models here.
    let functions: ModelFunctions?
    private let lock: (any Sendable)?

    /// The sleep database of a home.
    ///
    /// - Parameters:
    ///   - readOnly: then nothing is locked, and a file that is not there is not made.
    ///   - functions: what asks language models here.
    convenience init(
        home: Home, options: EngineOptions, readOnly: Bool, functions: ModelFunctions?
    ) throws(MemoryError) {
        var lock: (any Sendable)?
        if !readOnly {
            try home.create()
            lock = try home.hold(options)
        }
        try self.init(
            file: home.sleepFile, home: home, options: options, functions: functions, lock: lock)
    }

    /// - Parameter lock: is held as long as the database is open.
    init(
        file: URL, home: Home, options: EngineOptions, functions: ModelFunctions?,
        lock: (any Sendable)?
    ) throws(MemoryError) {
        self.lock = lock
        self.functions = functions
        do throws(DuckDBError) {
            connection = try Database(path: nil, options: .init(home, options)).connect()
            try connection.execute("SET TimeZone = 'UTC'")
            try functions?.register(on: connection)
        } catch {
            throw MemoryError(error, in: home.directory.path)
        }
        derived = AttachedFile(alias: "sleep", file: file, connection: connection)
    }

    /// Attaches what sleep derived, and uses it.
    func attach(readOnly: Bool) throws(MemoryError) {
        try reporting(derived.file.path) {
            if readOnly, !FileManager.default.fileExists(atPath: derived.file.path) { return }
            try derived.attach(readOnly: readOnly)
            try connection.execute("USE sleep")
        }
    }

    /// Closes the file, with everything in it.
    func detach() throws(MemoryError) {
        try reporting(derived.file.path) {
            try connection.execute("CHECKPOINT sleep")
            try connection.execute("USE memory")
            try derived.detach()
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

extension Database.Options {
    /// What a home's DuckDB may take of the machine.
    init(_ home: Home, _ options: EngineOptions) {
        self.init(
            memoryLimit: .mebibytes(Int64(options.memoryLimitMiB)), threads: options.threads,
            extensionDirectory: options.extensionDirectory,
            // A secret is for this process; DuckDB would keep a persistent one in the user's folder.
            settings: [
                "allow_persistent_secrets": "false", "autoload_known_extensions": "false",
                // What a statement is done with goes back to the system, so that the process stays
                // near its limit: 987 MiB instead of 1,214 on 100,000 memories.
                "allocator_flush_threshold": "16MiB",
                "allocator_bulk_deallocation_flush_threshold": "64MiB",
            ])
        spillFolder = home.spillDirectory.path
    }
}
