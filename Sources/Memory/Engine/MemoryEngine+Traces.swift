import DuckDB
import Foundation

/// One thing that sleep has made of a memory, in words.
public struct Trace: Sendable, Hashable {
    public var name: String
    public var text: String
}

extension MemoryEngine {
    /// What sleep has made of a memory: empty before the first sleep.
    public func traces(of memory: MemoryRecord) throws(MemoryError) -> [Trace] {
        []
    }
}
