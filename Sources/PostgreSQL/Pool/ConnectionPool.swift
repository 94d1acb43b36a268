import Dispatch
import Synchronization

/// A bounded set of connections that callers share, for async callers and for those that block.
///
/// Fair: callers are served in the order they came. While the server is away callers wait, and
/// the pool tries again with growing pauses; after a restart they are served within about a
/// second. A connection that comes back broken, or inside a transaction that cannot be undone, is
/// closed.
///
/// Settings that a caller changes with `SET` stay on the connection: use `SET LOCAL` in a
/// transaction.
public final class ConnectionPool: Sendable {
    public let options: PoolOptions
    private let configuration: @Sendable () throws(PostgreSQLError) -> ConnectionConfiguration
    private let chance: @Sendable () -> Double
    private let ledger: Mutex<PoolLedger<PooledConnection, PoolWaiter>>
    private let drained = Mutex<[@Sendable () -> Void]>([])
    /// Where connections are opened, checked and closed.
    private let queue = DispatchQueue(label: "postgresql.pool", attributes: .concurrent)
    private let reaper: Reaper

    /// - Parameters:
    ///   - chance: a number from 0 to 1 whenever times are to be spread; for tests.
    ///   - configuration: asked for each new connection, so that a password that was changed
    ///     meanwhile is used. It may block.
    public init(
        _ options: PoolOptions = PoolOptions(),
        chance: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
        configuration: @escaping @Sendable () throws(PostgreSQLError) -> ConnectionConfiguration
    ) {
        self.options = options
        self.configuration = configuration
        self.chance = chance
        ledger = Mutex(PoolLedger(options))
        let period = max(.milliseconds(50), min(options.idleTimeout, options.maxLifetime) / 4)
        reaper = Reaper(queue, every: period)
        reaper.start { [weak self] in self?.reap() }
    }

    /// A pool with one configuration.
    public convenience init(
        _ configuration: ConnectionConfiguration, _ options: PoolOptions = PoolOptions()
    ) {
        self.init(options) { () throws(PostgreSQLError) in configuration }
    }

    deinit { reaper.cancel() }

    public var metrics: PoolMetrics { ledger.withLock { $0.metrics } }

    // What the faces use.

    /// An idle connection at once, nil where the caller has to wait.
    func takeIdle() throws(PostgreSQLError) -> PooledConnection? {
        while true {
            let (idle, isClosed) = ledger.withLock { ($0.take(), $0.isClosed) }
            if isClosed { throw Self.closed }
            guard let idle else { return nil }
            if isSound(idle) { return idle.connection }
            give(back: idle.connection, isUsable: false)
        }
    }

    /// Puts a caller in line.
    func enqueue(_ waiter: PoolWaiter) {
        let isClosed = ledger.withLock { ledger in
            if !ledger.isClosed { ledger.wait(waiter) }
            return ledger.isClosed
        }
        if isClosed { return waiter.resume(.failure(Self.closed)) }
        let milliseconds = Int(clamping: options.acquireTimeout.milliseconds)
        queue.asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { [weak self] in
            self?.timeOut(waiter)
        }
        openWhereWanted()
        serveIdle()
    }

    /// Takes a caller out of the line.
    func cancel(_ waiter: PoolWaiter) {
        if ledger.withLock({ $0.leave(waiter, isTimeout: false) }) {
            waiter.resume(
                .failure(
                    PostgreSQLError(
                        .cancelled, "the task was cancelled while it waited for a connection")))
        }
    }

    /// Takes a connection back.
    func give(back pooled: PooledConnection, isUsable: Bool) {
        let (next, isKept, isEmpty) = ledger.withLock { ledger in
            let (next, isKept) = ledger.returned(pooled, isUsable: isUsable, .now)
            return (next, isKept, ledger.isClosed && ledger.isEmpty)
        }
        if !isKept { queue.async { pooled.session.close() } }
        next?.resume(.success(pooled))
        if isEmpty { tellDrained() }
        if !isKept { openWhereWanted() }
    }

    private static var closed: PostgreSQLError {
        PostgreSQLError(.closed, "the pool of connections is closed")
    }

    /// Whether an idle connection can be lent: the socket says at once whether the server has
    /// hung up, and after a long rest the server is asked. What came back this very moment was
    /// sound then, and looking again would take a fifth of a short query.
    private func isSound(_ idle: PoolLedger<PooledConnection, PoolWaiter>.Idle) -> Bool {
        let session = idle.connection.session
        let rest = ContinuousClock.now - idle.since
        if rest < .milliseconds(1) { return session.isOpen }
        guard !session.hasHungUp else { return false }
        return rest < options.checkAfterIdle || session.answers
    }

    /// Between a look for an idle connection and joining the line one may have come back.
    private func serveIdle() {
        while let (waiter, idle) = ledger.withLock({ $0.match() }) {
            if isSound(idle) {
                waiter.resume(.success(idle.connection))
            } else {
                ledger.withLock { $0.requeue(waiter) }
                give(back: idle.connection, isUsable: false)
            }
        }
    }

    private func timeOut(_ waiter: PoolWaiter) {
        let (isWaiting, failure, metrics) = ledger.withLock {
            ($0.leave(waiter, isTimeout: true), $0.lastFailure, $0.metrics)
        }
        guard isWaiting else { return }
        // Why there was none is the better answer.
        waiter.resume(
            .failure(
                failure
                    ?? PostgreSQLError(
                        .poolTimeout,
                        "no connection came free within \(options.acquireTimeout); "
                            + "\(metrics.inUse) of \(options.maxConnections) are in use and "
                            + "\(metrics.waiting) callers wait",
                        hint: "hold connections for a shorter time, or raise the pool's limit")))
    }

    private func openWhereWanted() {
        while true {
            switch ledger.withLock({ $0.wantsOpening(.now) }) {
            case .no: return
            case .now: queue.async { [self] in open() }
            case .at(let moment):
                let pause = (moment - .now).milliseconds
                queue.asyncAfter(deadline: .now() + .milliseconds(Int(max(1, pause)))) {
                    [weak self] in self?.openWhereWanted()
                }
                return
            }
        }
    }

    /// Opens one without being asked.
    func openFirst() throws(PostgreSQLError) {
        ledger.withLock { $0.willOpen() }
        do throws(PostgreSQLError) {
            let pooled = try PooledConnection(try configuration())
            let next = ledger.withLock { $0.opened(pooled, .now, chance: chance()) }
            next?.resume(.success(pooled))
        } catch {
            let told = ledger.withLock { $0.openingFailed(error, .now, chance: chance()) }
            for waiter in told { waiter.resume(.failure(error)) }
            throw error
        }
    }

    private func open() {
        do throws(PostgreSQLError) {
            let pooled = try PooledConnection(try configuration())
            let (next, isClosed) = ledger.withLock { ledger in
                (ledger.opened(pooled, .now, chance: chance()), ledger.isClosed)
            }
            if let next { next.resume(.success(pooled)) }
            if isClosed { closeIdle() }
        } catch {
            let told = ledger.withLock { $0.openingFailed(error, .now, chance: chance()) }
            for waiter in told { waiter.resume(.failure(error)) }
        }
        if ledger.withLock({ $0.isClosed && $0.isEmpty }) { tellDrained() }
        openWhereWanted()
    }

    private func reap() {
        for pooled in ledger.withLock({ $0.expire(.now) }) { pooled.session.close() }
    }

    private func closeIdle() {
        let (waiting, idle) = ledger.withLock { $0.close() }
        for waiter in waiting { waiter.resume(.failure(Self.closed)) }
        for pooled in idle { pooled.session.close() }
    }

    private func tellDrained() {
        let all = drained.withLock { told in
            defer { told = [] }
            return told
        }
        for tell in all { tell() }
    }
}

extension ConnectionPool {
    /// Closes the pool: callers in line are told, idle connections are closed at once, those in
    /// use when they come back. Returns when all are closed, or after the time; the rest close by
    /// themselves. Gives whether all are.
    @discardableResult
    public func drain(within limit: Duration = .seconds(30)) async -> Bool {
        await withCheckedContinuation { continuation in
            let answered = Mutex(false)
            drain(within: limit) { isDrained in
                let isFirst = answered.withLock { answered in
                    defer { answered = true }
                    return !answered
                }
                if isFirst { continuation.resume(returning: isDrained) }
            }
        }
    }

    /// The same for callers that block.
    @discardableResult
    public func drainBlocking(within limit: Duration = .seconds(30)) -> Bool {
        let done = DispatchSemaphore(value: 0)
        let result = Mutex(false)
        drain(within: limit) { isDrained in
            result.withLock { $0 = $0 || isDrained }
            done.signal()
        }
        done.wait()
        return result.withLock { $0 }
    }

    private func drain(within limit: Duration, _ tell: @escaping @Sendable (Bool) -> Void) {
        reaper.cancel()
        closeIdle()
        drained.withLock { $0.append { tell(true) } }
        if ledger.withLock({ $0.isEmpty }) { tellDrained() }
        let milliseconds = Int(clamping: limit.milliseconds)
        queue.asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { tell(false) }
    }
}
