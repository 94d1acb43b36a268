import HTTPClient
import Hashing
import Synchronization

/// What stands between SQL and the models: equal questions are asked once, answers are kept, and
/// servers, budgets and deadlines are heeded.
///
/// One a process. Its work is done on the HTTP client's thread; `ask` blocks its caller and may be
/// called from any thread but Swift's cooperative ones.
public final class Gateway: Sendable {
    public let configuration: ModelConfiguration
    let pace: Pace
    let http: HTTPClient
    let servers: [String: Server]
    let flights = Mutex<[Digest: Flight]>([:])
    let cache: AnswerCache
    let today: DayAccount
    /// What each request took; nil where nothing is written down.
    var ledger: UsageLedger? { today.ledger }

    /// A provider with what is remembered of it.
    struct Server: Sendable {
        let provider: ModelConfiguration.Provider
        let client: ModelClient
        let lane: Lane
    }

    /// - Parameter breaker: how servers that fail are left alone.
    init(
        _ configuration: ModelConfiguration, cache: AnswerCache, today: DayAccount,
        pace: Pace = .system, breaker: CircuitBreaker = CircuitBreaker()
    ) {
        self.configuration = configuration
        self.pace = pace
        self.cache = cache
        self.today = today
        let http = HTTPClient(idleConnections: 64)
        self.http = http
        servers = Dictionary(
            configuration.providers.map { provider in
                (
                    provider.name,
                    Server(
                        provider: provider, client: ModelClient(provider.server, over: http),
                        lane: Lane(name: provider.name, atOnce: provider.atOnce, breaker: breaker))
                )
            }, uniquingKeysWith: { first, _ in first })
    }

    /// Begins a piece of work. Options that are nil are those of the configuration.
    public func beginRun(
        budget: Budget? = nil, deadline: Duration? = nil, isDryRun: Bool = false
    ) -> ModelRun {
        ModelRun(
            options: ModelRun.Options(
                budget: budget ?? configuration.runBudget,
                deadline: deadline ?? configuration.runDeadline, isDryRun: isDryRun),
            now: pace.now())
    }

    func server(_ name: String) throws(ModelError) -> Server {
        if let server = servers[name] { return server }
        throw ModelError(
            .notConfigured,
            servers.isEmpty
                ? "no language model is configured: \(ModelConfiguration.howToConfigure)"
                : "there is no provider '\(name)'; there are: "
                    + servers.keys.sorted().joined(separator: ", "))
    }
}
