public import DuckDB
internal import Foundation

#if canImport(Glibc)
    internal import Glibc
#endif

/// What the machine has, and what the process may use of it.
public struct MachineReading: Sendable, Equatable {
    public var physicalMemory: ByteCount
    /// Processors that are switched on.
    public var processors: Int
    /// What control groups allow.
    public var group: ControlGroup
    /// `ulimit -v`; nil where there is none.
    public var addressSpace: ByteCount?

    public init(
        physicalMemory: ByteCount, processors: Int, group: ControlGroup = ControlGroup(),
        addressSpace: ByteCount? = nil
    ) {
        self.physicalMemory = physicalMemory
        self.processors = processors
        self.group = group
        self.addressSpace = addressSpace
    }

    /// This machine, now.
    public static var current: MachineReading {
        MachineReading(
            physicalMemory: .bytes(Int64(clamping: ProcessInfo.processInfo.physicalMemory)),
            processors: ProcessInfo.processInfo.activeProcessorCount, group: .current,
            addressSpace: addressSpaceLimit)
    }

    /// `ulimit -v`; nil where there is none.
    private static var addressSpaceLimit: ByteCount? {
        var limit = rlimit()
        #if canImport(Glibc)
            let resource = __rlimit_resource_t(RLIMIT_AS.rawValue)
        #else
            let resource = RLIMIT_AS
        #endif
        guard getrlimit(resource, &limit) == 0, limit.rlim_cur < 1 << 60 else { return nil }
        return .bytes(Int64(limit.rlim_cur))
    }

    /// The memory that the process may use: the smallest of all limits.
    public var usableMemory: ByteCount {
        [physicalMemory, group.memory ?? physicalMemory, addressSpace ?? physicalMemory].min()
            ?? physicalMemory
    }

    /// The processors that the process may use, at least one.
    public var usableProcessors: Int {
        guard let allowed = group.processors else { return processors }
        return max(1, min(processors, Int(allowed.rounded(.up))))
    }
}
