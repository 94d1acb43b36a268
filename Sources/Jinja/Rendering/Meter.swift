import Synchronization

/// Counts what one rendering has used, over all templates and macros that take part.
final class Meter: Sendable {
    private let limits: Environment.Limits
    private let iterations = Atomic<Int>(0)
    private let bytes = Atomic<Int>(0)

    init(limits: Environment.Limits) { self.limits = limits }

    func countIterations(_ count: Int = 1) throws(JinjaError) {
        let total = iterations.wrappingAdd(count, ordering: .relaxed).newValue
        guard total <= limits.iterations else {
            throw JinjaError(
                .limit, "the loops of the template turn more than \(limits.iterations) times")
        }
    }

    /// Counts a value that an operation has made: strings by their bytes, lists by their elements.
    func count(_ value: Value) throws(JinjaError) {
        switch value {
        case .string(let string): try countBytes(string.utf8.count)
        case .list(let list): try countBytes(list.count * MemoryLayout<Value>.stride)
        default: return
        }
    }

    func countBytes(_ count: Int) throws(JinjaError) {
        guard count <= limits.bytes else {
            throw JinjaError(.limit, "a value larger than \(limits.bytes) bytes")
        }
        let total = bytes.wrappingAdd(count, ordering: .relaxed).newValue
        guard total <= limits.totalBytes else {
            throw JinjaError(
                .limit, "the template makes values of more than \(limits.totalBytes) bytes")
        }
    }
}
