public import DuckDB
internal import Foundation

/// What the machine has, for limits that ask for more.
public struct Machine: Sendable, Hashable {
    /// The memory a process may use; nil when unknown.
    public var memory: ByteCount?
    /// The processors a process may use; nil when unknown.
    public var processors: Int?

    public init(memory: ByteCount? = nil, processors: Int? = nil) {
        self.memory = memory
        self.processors = processors
    }

    /// This machine: its memory and processors, or those of the control group, whichever is less.
    public static var current: Machine {
        let memory = Int64(clamping: ProcessInfo.processInfo.physicalMemory)
        let group = ControlGroup.current
        return Machine(
            memory: min(.bytes(memory), group.memory ?? .bytes(memory)),
            processors: processors(group))
    }

    /// The processors this process can use, at least one.
    public static func processors(_ group: ControlGroup = .current) -> Int {
        let all = ProcessInfo.processInfo.activeProcessorCount
        guard let allowed = group.processors else { return all }
        return max(1, min(all, Int(allowed.rounded(.up))))
    }

    /// The memory the control group allows; nil where it sets no limit.
    public static var controlGroupLimit: ByteCount? { ControlGroup.current.memory }
}

extension ByteCount {
    /// A size as DuckDB reads it: `4GB`, `512MiB`, `1.5 TB`. Nil for anything else, `80%` and
    /// `none` included.
    package init?(duckDBText text: String) {
        let units: [String: Double] = [
            "b": 1, "byte": 1, "bytes": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12,
            "kib": 1_024, "mib": 1_048_576, "gib": 1_073_741_824, "tib": 1_099_511_627_776,
        ]
        let trimmed = text.trimmingCharacters(in: .whitespaces).lowercased()
        let digits = trimmed.prefix { $0.isNumber || $0 == "." }
        let unit = trimmed.dropFirst(digits.count).trimmingCharacters(in: .whitespaces)
        guard let number = Double(digits), let factor = units[unit], number * factor < 9e18 else {
            return nil
        }
        self = .bytes(Int64(number * factor))
    }
}
