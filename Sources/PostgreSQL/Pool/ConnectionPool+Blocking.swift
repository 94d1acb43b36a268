import Dispatch
import Synchronization

extension ConnectionPool {
    /// Lends a connection to a body that blocks. Waits for one, at most `acquireTimeout`. Never
    /// call it on Swift's cooperative threads.
    @discardableResult
    public func withBlockingConnection<T, E: Error>(
        _ body: (BlockingConnection) throws(E) -> T
    ) throws -> T {
        let pooled = try acquireBlocking()
        defer { give(back: pooled, isUsable: pooled.session.clean()) }
        return try body(pooled.blocking)
    }

    /// The same for a body that throws nothing but PostgreSQL's errors, so that their type is
    /// kept.
    @discardableResult
    public func blocking<T>(
        _ body: (BlockingConnection) throws(PostgreSQLError) -> T
    ) throws(PostgreSQLError) -> T {
        let pooled = try acquireBlocking()
        defer { give(back: pooled, isUsable: pooled.session.clean()) }
        return try body(pooled.blocking)
    }

    /// Opens a connection, on this thread: what is wrong with the server, or the way there, is told
    /// at once instead of being waited out.
    public func connectBlocking() throws(PostgreSQLError) { try openFirst() }

    private func acquireBlocking() throws(PostgreSQLError) -> PooledConnection {
        if let idle = try takeIdle() { return idle }
        let done = DispatchSemaphore(value: 0)
        let answer = Mutex<Result<PooledConnection, PostgreSQLError>?>(nil)
        let waiter = PoolWaiter { result in
            answer.withLock { $0 = result }
            done.signal()
        }
        enqueue(waiter)
        done.wait()
        return try answer.withLock { $0! }.get()
    }
}
