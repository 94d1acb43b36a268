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
