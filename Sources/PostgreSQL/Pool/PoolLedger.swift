/// Who has which connection and who waits: it decides, `ConnectionPool` acts.
///
/// Callers are served in the order they came; nobody overtakes one who waits. The connection used
/// last is lent first, so that those not needed grow idle and go.
struct PoolLedger<Connection: AnyObject, Waiter: AnyObject> {
    typealias Instant = ContinuousClock.Instant

    struct Idle {
        let connection: Connection
        let expires: Instant
        let since: Instant
    }

    enum Opening: Equatable {
        case no, now
        case at(Instant)
    }

    let options: PoolOptions
    private(set) var idle: [Idle] = []
    private(set) var waiting: [Waiter] = []
    /// When each lent connection is to be replaced.
    private var lent: [ObjectIdentifier: Instant] = [:]
    private var opening = 0
    private var failures = 0
    private var retryAt: Instant?
    private(set) var lastFailure: PostgreSQLError?
    private(set) var isClosed = false
    private var counts = PoolMetrics()

    init(_ options: PoolOptions) { self.options = options }

    var metrics: PoolMetrics {
        var metrics = counts
        metrics.inUse = lent.count
        metrics.idle = idle.count
        metrics.opening = opening
        metrics.waiting = waiting.count
        return metrics
    }

    var isEmpty: Bool { lent.isEmpty && opening == 0 }

    /// An idle connection, where there is one and nobody waits.
    mutating func take() -> Idle? {
        guard waiting.isEmpty, let last = idle.popLast() else { return nil }
        lend(last.connection, last.expires)
        return last
    }

    /// The first in line with an idle connection, where both are.
    mutating func match() -> (waiter: Waiter, idle: Idle)? {
        guard !waiting.isEmpty, let last = idle.popLast() else { return nil }
        lend(last.connection, last.expires)
        return (waiting.removeFirst(), last)
    }

    /// Puts the first in line back, whose connection turned out broken.
    mutating func requeue(_ waiter: Waiter) { waiting.insert(waiter, at: 0) }

    mutating func wait(_ waiter: Waiter) { waiting.append(waiter) }

    /// Takes one out of the line; false where it has been served.
    mutating func leave(_ waiter: Waiter, isTimeout: Bool) -> Bool {
        guard let index = waiting.firstIndex(where: { $0 === waiter }) else { return false }
        waiting.remove(at: index)
        if isTimeout { counts.timeouts += 1 }
        return true
    }

    /// Whether a connection is to be opened. While the server is away one attempt at a time is
    /// made, after a pause.
    mutating func wantsOpening(_ now: Instant) -> Opening {
        let total = lent.count + idle.count + opening
        guard !isClosed, waiting.count > opening, total < options.maxConnections else { return .no }
        if let retryAt {
            guard opening == 0 else { return .no }
            if now < retryAt { return .at(retryAt) }
        }
        opening += 1
        return .now
    }

    /// Somebody opens a connection without being asked.
    mutating func willOpen() { opening += 1 }

    /// A new connection. The first in line has it, if any; nil: it is idle, or not wanted any
    /// more, where the pool is closed.
    mutating func opened(_ connection: Connection, _ now: Instant, chance: Double) -> Waiter? {
        opening -= 1
        failures = 0
        retryAt = nil
        lastFailure = nil
        counts.created += 1
        let expires = now + options.maxLifetime * (1 - 0.1 * chance)
        return place(connection, expires, now)
    }

    /// An attempt that failed. Those that wait for what another attempt does not change are to be
    /// told now: they are returned.
    mutating func openingFailed(_ error: PostgreSQLError, _ now: Instant, chance: Double)
        -> [Waiter]
    {
        opening -= 1
        counts.failed += 1
        lastFailure = error
        let pause = min(
            options.longestPause, options.firstPause * Double(1 << min(failures, 20)))
        failures += 1
        retryAt = now + pause * (1 - 0.5 * chance)
        guard !error.isConnectionFailure else { return [] }
        defer { waiting = [] }
        return waiting
    }

    /// A connection comes back. The first in line has it, if any. `isKept` is false where it is to
    /// be closed.
    mutating func returned(_ connection: Connection, isUsable: Bool, _ now: Instant)
        -> (next: Waiter?, isKept: Bool)
    {
        let expires = lent.removeValue(forKey: ObjectIdentifier(connection)) ?? now
        guard isUsable, !isClosed, expires > now else {
            counts.closed += 1
            return (nil, false)
        }
        return (place(connection, expires, now), true)
    }

    /// Idle connections that are too old or have not been used for long; to be closed.
    mutating func expire(_ now: Instant) -> [Connection] {
        let gone = idle.filter { $0.expires <= now || $0.since + options.idleTimeout <= now }
        idle.removeAll { item in gone.contains { $0.connection === item.connection } }
        counts.closed += gone.count
        return gone.map(\.connection)
    }

    /// Takes no more callers. Gives those that wait and what is to be closed.
    mutating func close() -> (waiting: [Waiter], idle: [Connection]) {
        isClosed = true
        defer {
            waiting = []
            idle = []
        }
        counts.closed += idle.count
        return (waiting, idle.map(\.connection))
    }

    private mutating func place(_ connection: Connection, _ expires: Instant, _ now: Instant)
        -> Waiter?
    {
        if waiting.isEmpty {
            idle.append(Idle(connection: connection, expires: expires, since: now))
            return nil
        }
        lend(connection, expires)
        return waiting.removeFirst()
    }

    private mutating func lend(_ connection: Connection, _ expires: Instant) {
        lent[ObjectIdentifier(connection)] = expires
        counts.acquired += 1
    }
}
