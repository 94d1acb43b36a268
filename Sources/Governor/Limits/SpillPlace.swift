public import DuckDB
internal import Foundation

/// A directory that work would spill to: whether it can be used, and how much room it has.
public struct SpillPlace: Sendable, Equatable {
    /// Why it cannot be used; nil where it can. A directory that is not there yet is made where the
    /// one around it can be written to.
    public let problem: String?
    /// What is free on its disk; nil where that is unknown.
    public let free: ByteCount?
    /// Whether the disk is memory (tmpfs).
    public let isMemory: Bool

    public init(problem: String? = nil, free: ByteCount? = nil, isMemory: Bool = false) {
        self.problem = problem
        self.free = free
        self.isMemory = isMemory
    }

    /// Looks at a directory of this machine.
    public init(path: String) {
        let files = FileManager.default
        var isDirectory: ObjCBool = false
        // The nearest that is there.
        var existing = URL(fileURLWithPath: path).standardizedFileURL.path
        let isThere = files.fileExists(atPath: existing)
        if (try? files.destinationOfSymbolicLink(atPath: existing)) != nil, !isThere {
            self.init(problem: "is a symbolic link to nothing")
            return
        }
        while !files.fileExists(atPath: existing), existing != "/" {
            existing = URL(fileURLWithPath: existing).deletingLastPathComponent().path
        }
        _ = files.fileExists(atPath: existing, isDirectory: &isDirectory)
        guard isDirectory.boolValue else {
            self.init(problem: isThere ? "is a file" : "cannot be made: \(existing) is a file")
            return
        }
        guard access(existing, W_OK | X_OK) == 0 else {
            self.init(
                problem: isThere
                    ? "cannot be written to" : "cannot be made: \(existing) cannot be written to")
            return
        }
        let attributes = try? files.attributesOfFileSystem(forPath: existing)
        let free = (attributes?[.systemFreeSize] as? NSNumber).map {
            ByteCount.bytes($0.int64Value)
        }
        guard free.map({ $0.bytes > 1 << 20 }) ?? true else {
            self.init(problem: "is on a disk that is full")
            return
        }
        self.init(free: free, isMemory: Self.isMemory(existing))
    }

    /// By the kind of the file system that is mounted nearest to the folder.
    private static func isMemory(_ folder: String) -> Bool {
        let mounts = (try? String(contentsOfFile: "/proc/self/mounts", encoding: .utf8)) ?? ""
        let path = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
        var nearest = (point: "", kind: "")
        for line in mounts.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count > 2 else { continue }
            // Blanks in a name are written as an octal number.
            let point = String(words[1]).replacing("\\040", with: " ")
            let isAround = point == "/" || path == point || path.hasPrefix(point + "/")
            // Of two on one point the later covers the earlier.
            if isAround, point.count >= nearest.point.count { nearest = (point, String(words[2])) }
        }
        return ["tmpfs", "ramfs"].contains(nearest.kind)
    }
}
