/// The limits of a pool.
public struct PoolOptions: Sendable, Hashable {
    /// Connections at most. Those of all processes together must stay below the server's
    /// `max_connections`.
    public var maxConnections: Int
    /// How long a caller waits for a connection, the server being away included.
    public var acquireTimeout: Duration
    /// A connection is replaced after this time, less up to a tenth of it by chance, so that
    /// connections opened together do not all end together.
    public var maxLifetime: Duration
    /// An idle connection is closed after this time.
    public var idleTimeout: Duration
    /// A connection that was idle for longer is asked `SELECT 1` before it is lent. Broken sockets
    /// are noticed at once, whatever this is.
    public var checkAfterIdle: Duration
    /// The first and the longest pause between attempts while the server is away. Each is twice
    /// the one before, less up to half of it by chance.
    public var firstPause: Duration
    public var longestPause: Duration

    public init(
        maxConnections: Int = 8, acquireTimeout: Duration = .seconds(10),
        maxLifetime: Duration = .seconds(1800), idleTimeout: Duration = .seconds(600),
        checkAfterIdle: Duration = .seconds(30), firstPause: Duration = .milliseconds(20),
        longestPause: Duration = .seconds(1)
    ) {
        self.maxConnections = maxConnections
        self.acquireTimeout = acquireTimeout
        self.maxLifetime = maxLifetime
        self.idleTimeout = idleTimeout
        self.checkAfterIdle = checkAfterIdle
        self.firstPause = firstPause
        self.longestPause = longestPause
    }
}
