import Foundation

/// The limits that Linux's control groups set to this process: those of its own group and of every
/// group around it, of which the smallest counts. Versions 1 and 2, and both at once.
public struct ControlGroup: Sendable, Hashable {
    /// What the process and its brothers may keep in memory before the kernel ends one of them, or
    /// slows them down; nil where there is no limit.
    public var memory: ByteCount?
    /// The folder of the group that sets this limit, where the kernel says how much it uses.
    public private(set) var memoryFolder: String?
    /// How many processors' time they may use; nil where there is no limit.
    public var processors: Double?

    public init(memory: ByteCount? = nil, processors: Double? = nil) {
        self.memory = memory
        self.processors = processors
    }

    /// Those of this process.
    public static var current: ControlGroup { ControlGroup(root: "/sys/fs/cgroup") }

    /// - Parameters:
    ///   - root: where the groups are mounted.
    ///   - membership: the file that tells the process's group of each hierarchy.
    public init(root: String, membership: String = "/proc/self/cgroup") {
        let text = (try? String(contentsOfFile: membership, encoding: .utf8)) ?? "0::/"
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { continue }
            let controllers = parts[1].split(separator: ",").map(String.init)
            let path = String(parts[2])
            if controllers.isEmpty {
                for mount in [root, root + "/unified"] { readSecondVersion(mount, path) }
            } else if controllers.contains("memory") {
                readMemoryOfFirstVersion(root + "/memory", path)
            } else if controllers.contains("cpu") {
                for name in Set([controllers.joined(separator: ","), "cpu", "cpu,cpuacct"]) {
                    readProcessorsOfFirstVersion(root + "/" + name, path)
                }
            }
        }
    }

    /// The group and those around it, up to where they are mounted. Inside a container the path may
    /// be the host's, of which nothing is there but the top.
    private static func groups(_ mount: String, _ path: String) -> [String] {
        var names = path.split(separator: "/").filter { $0 != ".." }
        var groups = [mount]
        while !names.isEmpty {
            groups.append(mount + "/" + names.joined(separator: "/"))
            names.removeLast()
        }
        return groups
    }

    private mutating func readSecondVersion(_ mount: String, _ path: String) {
        for group in Self.groups(mount, path) {
            for file in ["memory.max", "memory.high"] {
                limit(memory: Self.words(group + "/" + file).first, in: group)
            }
            let quota = Self.words(group + "/cpu.max")
            if quota.count == 2 { limit(quota: quota[0], period: quota[1]) }
        }
    }

    private mutating func readMemoryOfFirstVersion(_ mount: String, _ path: String) {
        for group in Self.groups(mount, path) {
            limit(memory: Self.words(group + "/memory.limit_in_bytes").first, in: group)
        }
    }

    private mutating func readProcessorsOfFirstVersion(_ mount: String, _ path: String) {
        for group in Self.groups(mount, path) {
            if let quota = Self.words(group + "/cpu.cfs_quota_us").first,
                let period = Self.words(group + "/cpu.cfs_period_us").first
            {
                limit(quota: quota, period: period)
            }
        }
    }

    /// `max` is none; so is the number near 2^63 that the first version has for it.
    private mutating func limit(memory text: String?, in folder: String) {
        guard let text, let bytes = Int64(text), bytes > 0, bytes < 1 << 60,
            // Of two with one limit the outer is the fuller; it comes later.
            memory.map({ bytes <= $0.bytes }) ?? true
        else { return }
        memory = .bytes(bytes)
        memoryFolder = folder
    }

    /// `max` and -1 are none.
    private mutating func limit(quota: String, period: String) {
        guard let quota = Double(quota), let period = Double(period), quota > 0, period > 0 else {
            return
        }
        processors = min(processors ?? .infinity, quota / period)
    }

    private static func words(_ file: String) -> [String] {
        let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
        return text.split(whereSeparator: \.isWhitespace).map(String.init)
    }
}
