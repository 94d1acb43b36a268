import DuckDB
import Foundation
import Memory

/// The files of a home that others go on to use, copied so that somebody may take his time with
/// them: at a prompt, or while a language model is asked.
///
/// It is in a directory of this process; what a killed one leaves behind, the next removes.
struct HomeCopy {
    let home: Home
    private let directory: SpillDirectory

    /// A home of so many bytes is copied before anybody else has to wait.
    private static let modestBytes = 256 << 20

    /// - Parameter takesLong: whether the files are wanted for long, whatever their size.
    /// - Returns: nil where the files are better used as they are: large ones, that nobody else has,
    ///   for a moment; and where no copy can be made, though nobody else has them.
    init?(of original: Home, _ options: EngineOptions, takesLong: Bool) throws {
        guard options.databaseURL == nil, original.exists,
            access(original.directory.path, W_OK) == 0
        else { return nil }
        let isShared = HomeLock.holder(of: original.lockFile.path)?.commands != nil
        let bytes = [original.storeFile, original.sleepFile].reduce(0) { sum, file in
            sum + ((try? file.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0)
        }
        guard isShared || takesLong || bytes <= Self.modestBytes else { return nil }
        let held = try original.hold(options)
        umask(0o077)
        do {
            guard let directory = SpillDirectory(in: original.copyFolder.path) else {
                throw MemoryError(.storage, "a folder cannot be made")
            }
            self.directory = directory
            home = Home(URL(fileURLWithPath: directory.path, isDirectory: true))
            try home.create()
            for (file, copy) in [
                (original.storeFile, home.storeFile), (original.sleepFile, home.sleepFile),
                // What a process that was killed had been told.
                (original.toldFile, home.toldFile),
            ] {
                for ending in ["", ".wal"] {
                    let (from, to) = (file.path + ending, copy.path + ending)
                    guard FileManager.default.fileExists(atPath: from) else { continue }
                    try FileManager.default.copyItem(atPath: from, toPath: to)
                }
            }
        } catch {
            guard isShared else { return nil }
            throw MemoryError(
                .storage,
                "cannot copy the home's files to \(original.copyFolder.path), so that a server can "
                    + "go on: \(error.systemReason)")
        }
        withExtendedLifetime(held) {}
    }

    func remove() {
        try? FileManager.default.removeItem(at: home.directory)
        rmdir(home.directory.deletingLastPathComponent().path)
    }
}
