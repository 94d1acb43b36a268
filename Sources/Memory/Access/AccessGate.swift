import Foundation

/// Lets many in at once, or one alone.
///
/// Whoever wants it alone keeps newcomers out, so that it gets its turn under any load. A thread
/// that is in may come in again, also while somebody waits to be alone. A thread that is in must
/// not ask to be alone.
final class AccessGate: @unchecked Sendable {
    // Sendable: everything is only touched under `condition`.
    private let condition = NSCondition()
    /// How often each thread is in.
    private var inside: [ObjectIdentifier: Int] = [:]
    private var alone: ObjectIdentifier?
    private var wantAlone = 0

    /// Whether the thread that asks is in beside others, and so must not ask to be alone.
    var isInside: Bool {
        let thread = ObjectIdentifier(Thread.current)
        return condition.withLock { alone != thread && inside[thread] != nil }
    }

    /// Runs `body` beside others.
    func shared<T, E: Error>(_ body: () throws(E) -> T) throws(E) -> T {
        let thread = ObjectIdentifier(Thread.current)
        condition.lock()
        if alone != thread, inside[thread] == nil {
            while alone != nil || wantAlone > 0 { condition.wait() }
        }
        inside[thread, default: 0] += 1
        condition.unlock()
        defer {
            condition.lock()
            let left = (inside[thread] ?? 1) - 1
            inside[thread] = left > 0 ? left : nil
            if inside.isEmpty { condition.broadcast() }
            condition.unlock()
        }
        return try body()
    }

    /// Runs `body` with nobody else in.
    func exclusive<T, E: Error>(_ body: () throws(E) -> T) throws(E) -> T {
        let thread = ObjectIdentifier(Thread.current)
        condition.lock()
        if alone == thread {
            condition.unlock()
            return try body()
        }
        precondition(inside[thread] == nil, "who is in cannot ask to be alone")
        wantAlone += 1
        while alone != nil || !inside.isEmpty { condition.wait() }
        wantAlone -= 1
        alone = thread
        condition.unlock()
        defer {
            condition.lock()
            alone = nil
            condition.broadcast()
            condition.unlock()
        }
        return try body()
    }
}
