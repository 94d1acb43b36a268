import DuckDB
import Foundation
import PostgreSQL
import Synchronization

/// The call that a thread works for, so that somebody else can stop it: a deadline, or a client
/// that went away.
///
/// What reads is stopped in the middle of a statement. What writes is not: it ends by itself soon,
/// and whoever asked for it could not tell whether it happened.
package final class CurrentCall: Sendable {
    private struct State {
        var isStopped = false
        var reason: MemoryError?
        var stop: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())
    @TaskLocal private static var current: CurrentCall?

    package init() {}

    /// Runs `body`, on this thread, for this call.
    package func run<T>(_ body: () throws -> T) throws -> T {
        try Self.$current.withValue(self) { try body() }
    }

    /// Stops what runs for this call, and what is begun for it from now on.
    package func stop(_ reason: MemoryError) {
        let stop = state.withLock { state in
            if state.isStopped { return nil as (@Sendable () -> Void)? }
            state.isStopped = true
            state.reason = reason
            return state.stop
        }
        stop?()
    }

    /// Why it was stopped; nil where it was not.
    var reason: MemoryError? { state.withLock(\.reason) }

    /// - Throws: why the call of this thread was stopped, where it was.
    static func check() throws(MemoryError) {
        if let reason = current?.reason { throw reason }
    }

    static func interruptible<T>(by connection: Connection, _ body: () throws -> T) throws -> T {
        try interruptible(by: { connection.interrupt() }, body)
    }

    static func interruptible<T>(by connection: BlockingConnection, _ body: () throws -> T) throws
        -> T
    {
        try interruptible(by: { connection.cancel() }, body)
    }

    private static func interruptible<T>(
        by stop: @escaping @Sendable () -> Void, _ body: () throws -> T
    ) throws -> T {
        guard let call = current else { return try body() }
        let before = try call.state.withLock { state in
            if let reason = state.reason { throw reason }
            defer { state.stop = stop }
            return state.stop
        }
        defer { call.state.withLock { $0.stop = before } }
        do { return try body() } catch {
            // It was stopped, not broken.
            throw call.reason ?? error
        }
    }
}
