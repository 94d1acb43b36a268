import Foundation

/// A directory of one database for what does not fit in memory, in a folder that many processes
/// share: two that spill into one directory overwrite each other's files.
///
/// It holds a lock on the directory for as long as it lives, and removes the directory then. A
/// process that is killed leaves its directory behind without the lock; whoever opens the folder
/// next removes it.
public final class SpillDirectory: @unchecked Sendable {
    // Sendable: nothing changes after init, and the descriptor is closed once, in deinit.
    package let path: String
    private let descriptor: Int32
    private let madeFolder: Bool

    /// Nil where no directory can be made, as in a folder that can only be read.
    package init?(in folder: String) {
        let files = FileManager.default
        madeFolder = !files.fileExists(atPath: folder)
        try? files.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: madeFolder ? [.posixPermissions: 0o700] : nil)
        Self.removeDead(in: folder)
        let name = "\(Self.prefix)\(getpid())-\(UUID().uuidString.prefix(8).lowercased())"
        path = URL(fileURLWithPath: folder).appending(path: name).path
        guard mkdir(path, 0o700) == 0 else { return nil }
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0,
            // Somebody who looked for dead ones may have been between the two steps.
            files.fileExists(atPath: path)
        else {
            if descriptor >= 0 { close(descriptor) }
            return nil
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
        close(descriptor)
        // Only where it is empty, and nobody else has made it.
        if madeFolder { rmdir(URL(fileURLWithPath: path).deletingLastPathComponent().path) }
    }

    private static let prefix = "process-"

    /// Removes what processes that have ended left in a folder.
    ///
    /// - Returns: how many directories and files went, and their bytes.
    public static func clean(_ folder: String) -> (directories: Int, bytes: Int64) {
        let before = contents(of: folder)
        removeDead(in: folder)
        let after = contents(of: folder)
        return (
            before.count - after.count,
            before.filter { after[$0.key] == nil }.values.reduce(0, +)
        )
    }

    /// What is spilled in a folder: names with their bytes.
    private static func contents(of folder: String) -> [String: Int64] {
        let files = FileManager.default
        var sizes: [String: Int64] = [:]
        for name in (try? files.contentsOfDirectory(atPath: folder)) ?? []
        where name.hasPrefix(prefix) || name.hasPrefix("duckdb_temp_") {
            let path = folder + "/" + name
            let inside = (try? files.subpathsOfDirectory(atPath: path)) ?? []
            sizes[name] = ([path] + inside.map { path + "/" + $0 }).reduce(0) { sum, file in
                let attributes = try? files.attributesOfItem(atPath: file)
                guard attributes?[.type] as? FileAttributeType == .typeRegular else { return sum }
                return sum + ((attributes?[.size] as? NSNumber)?.int64Value ?? 0)
            }
        }
        return sizes
    }

    /// Removes the directories of processes that have ended, and what versions that knew none left
    /// behind an hour ago or longer.
    private static func removeDead(in folder: String) {
        let files = FileManager.default
        let url = URL(fileURLWithPath: folder)
        for name in (try? files.contentsOfDirectory(atPath: folder)) ?? [] {
            let path = url.appending(path: name).path
            if name.hasPrefix("duckdb_temp_") {
                let changed = (try? files.attributesOfItem(atPath: path))?[.modificationDate]
                if let changed = changed as? Date, changed.timeIntervalSinceNow < -3600 {
                    unlink(path)
                }
                continue
            }
            guard name.hasPrefix(prefix) else { continue }
            let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { try? files.removeItem(atPath: path) }
            close(descriptor)
        }
    }
}
