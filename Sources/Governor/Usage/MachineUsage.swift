public import DuckDB
internal import Foundation

/// How much of the machine's, or the container's, memory is in use.
public enum MachineUsage {
    /// The greater of the two shares, 0 to 1; nil where the kernel tells neither.
    ///
    /// - Parameters:
    ///   - group: the control groups of the process.
    ///   - meminfo: what the kernel says of the machine.
    public static func memory(group: ControlGroup, meminfo: String = "/proc/meminfo") -> Double? {
        var shares = [machineShare(meminfo)]
        if let limit = group.memory, let folder = group.memoryFolder {
            shares.append(groupShare(limit, folder))
        }
        return shares.compactMap { $0 }.max()
    }

    /// What further work may take now: most of what the process may use and nothing has in use.
    public static var free: ByteCount {
        let machine = MachineReading.current
        let used = memory(group: machine.group) ?? 0
        return .mebibytes(Int64(Double(machine.usableMemory.bytes) * (1 - used) * 0.8) >> 20)
    }

    private static func machineShare(_ file: String) -> Double? {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return nil }
        func kibibytes(_ name: String) -> Double? {
            for line in text.split(separator: "\n") where line.hasPrefix(name + ":") {
                return line.split(separator: " ").dropFirst().first.flatMap { Double($0) }
            }
            return nil
        }
        guard let total = kibibytes("MemTotal"), let free = kibibytes("MemAvailable"), total > 0
        else { return nil }
        return 1 - free / total
    }

    /// Without the page cache, which the kernel takes back.
    private static func groupShare(_ limit: ByteCount, _ folder: String) -> Double? {
        for used in ["/memory.current", "/memory.usage_in_bytes"] {
            guard
                let text = try? String(contentsOfFile: folder + used, encoding: .utf8),
                let bytes = Double(text.split(whereSeparator: \.isWhitespace).first ?? "")
            else { continue }
            let stat = (try? String(contentsOfFile: folder + "/memory.stat", encoding: .utf8)) ?? ""
            let lines = stat.split(separator: "\n")
            // Of the first version, the total is with the groups below.
            let inactive =
                lines.first { $0.hasPrefix("total_inactive_file ") }
                ?? lines.first { $0.hasPrefix("inactive_file ") }
            let cache = inactive?.split(separator: " ").last.flatMap { Double($0) } ?? 0
            return max(0, bytes - cache) / Double(limit.bytes)
        }
        return nil
    }
}
