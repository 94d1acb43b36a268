import JSON
public import Memory

/// What handlers work with.
public struct App: Sendable {
    public let service: MemoryService
    let options: ServiceOptions
    let schemas: Schemas
    let gate: Gate
    let limits: TokenLimits
    let metrics: Metrics
    public let log: ServerLog
    let sleeper: SleepRunner
    let idempotency: Idempotency
    let counts: HTTPCounts
    let storeGauges: StoreGauges
    let endpoints: ServedEndpoints?

    init(
        service: MemoryService, tokens: TokenFile, options: ServiceOptions, log: ServerLog,
        counts: HTTPCounts, endpoints: ServedEndpoints? = nil
    ) throws {
        self.counts = counts
        self.service = service
        self.options = options
        self.log = log
        metrics = Metrics()
        metrics.expect()
        metrics.listen(to: service.engine)
        storeGauges = StoreGauges(service: service)
        schemas = try Schemas.all(adding: endpoints?.schemas ?? [:])
        self.endpoints = endpoints
        sleeper = SleepRunner(service: service)
        idempotency = Idempotency()
        gate = Gate(
            opensLoopback: options.opensLoopback, hosts: Set(options.hosts.map { $0.lowercased() }),
            origins: Set(options.origins.map { $0.lowercased() }), tokens: tokens)
        limits = TokenLimits(
            openRequests: options.openRequestsPerToken,
            requestsPerSecond: options.requestsPerSecondPerToken)
    }

    var now: Moment { service.engine.options.now() }

    /// Looks whether a caller may still go on, while an answer takes its time.
    func checkStill(_ caller: Caller) throws {
        guard let token = caller.token else { return }
        guard let found = try gate.tokens.find(hash: token.hash), !found.isExpired(at: now) else {
            throw Problem(
                .unauthorized,
                "the token was revoked or has expired meanwhile; ask again with another")
        }
    }
}
