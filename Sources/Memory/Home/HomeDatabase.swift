public import DuckDB
import Foundation

/// A home's files as a SQL database: what sleep derived by its plain names, the memories as
/// `source_memories`. Where there is no home, an empty database.
///
/// Other processes of the home wait meanwhile, as for any command.
public final class HomeDatabase {
    public let connection: Connection
    private let database: SleepDatabase

    /// - Parameter writing: else the files cannot be changed, whatever a statement says.
    /// - Throws: `homeBusy`, `homeUnusable`, `damaged`, `storage`.
    public init(home: Home, options: EngineOptions, writing: Bool) throws(MemoryError) {
        let isWritable = access(home.directory.path, W_OK) == 0
        database = try SleepDatabase(
            home: home, options: options, readOnly: !writing && !(home.exists && isWritable))
        connection = database.connection
        let files = FileManager.default
        try reporting(home.directory.path) {
            if files.fileExists(atPath: home.storeFile.path) {
                try AttachedFile(
                    alias: "source_memories", file: home.storeFile, connection: connection
                ).attach(readOnly: !writing)
            }
            if files.fileExists(atPath: home.sleepFile.path) {
                try database.attach(readOnly: !writing)
            }
        }
    }
}
