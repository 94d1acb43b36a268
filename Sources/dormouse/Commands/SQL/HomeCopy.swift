import Foundation
import Memory

/// The files of a home that a server goes on to use, copied so that somebody may take his time with
/// them.
struct HomeCopy {
    let home: Home
    private let folder: URL

    /// - Returns: nil where no server has the home.
    init?(of original: Home, _ options: EngineOptions) throws {
        guard options.databaseURL == nil,
            let borrowed = try options.borrow?(original.lockFile.path)
        else { return nil }
        umask(0o077)
        folder = original.copyFolder.appending(path: "sql-\(UUID().uuidString)")
        home = Home(folder)
        do {
            try home.create()
            for (file, copy) in [
                (original.storeFile, home.storeFile), (original.sleepFile, home.sleepFile),
            ] {
                for ending in ["", ".wal"] {
                    let (from, to) = (file.path + ending, copy.path + ending)
                    guard FileManager.default.fileExists(atPath: from) else { continue }
                    try FileManager.default.copyItem(atPath: from, toPath: to)
                }
            }
        } catch {
            remove()
            throw MemoryError(
                .storage,
                "cannot copy the home's files to \(folder.path), so that a server can go on: "
                    + error.systemReason)
        }
        withExtendedLifetime(borrowed) {}
    }

    func remove() {
        try? FileManager.default.removeItem(at: folder)
        rmdir(folder.deletingLastPathComponent().path)
    }
}
