public import DuckDB
internal import Foundation

/// How much of the machine's, or the container's, memory is in use.
public enum MachineUsage {
    /// The greater of the two shares, 0 to 1; nil where the kernel tells neither.
    ///
    /// - Parameters:
    ///   - limit: the control group's; nil where it sets none.
    ///   - root: where control groups are mounted.
    public static func memory(
        limit: ByteCount?, meminfo: String = "/proc/meminfo", root: String = "/sys/fs/cgroup"
    ) -> Double? {
        [machineShare(meminfo), limit.flatMap { groupShare($0, root) }].compactMap { $0 }.max()
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
    private static func groupShare(_ limit: ByteCount, _ root: String) -> Double? {
        for (used, stat) in [
            ("/memory.current", "/memory.stat"),
            ("/memory/memory.usage_in_bytes", "/memory/memory.stat"),
        ] {
            guard
                let text = try? String(contentsOfFile: root + used, encoding: .utf8),
                let bytes = Double(text.split(whereSeparator: \.isWhitespace).first ?? "")
            else { continue }
            let lines = (try? String(contentsOfFile: root + stat, encoding: .utf8)) ?? ""
            let inactive = lines.split(separator: "\n").first {
                $0.hasPrefix("inactive_file ") || $0.hasPrefix("total_inactive_file ")
            }
            let cache = inactive?.split(separator: " ").last.flatMap { Double($0) } ?? 0
            return max(0, bytes - cache) / Double(limit.bytes)
        }
        return nil
    }
}
