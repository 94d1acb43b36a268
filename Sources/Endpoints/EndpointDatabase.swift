public import JSON
import PostgreSQL
import Synchronization

/// Asks declared endpoints: in a transaction that only reads, within their limits.
///
/// Safe to use from many tasks. Connections are opened when they are needed; while the database is
/// away, questions fail with `unavailable`.
public final class EndpointDatabase: Sendable {
    public let configuration: EndpointConfiguration
    /// Makes a vector of a text; blocks nobody.
    public typealias Embedder = @Sendable (String) async throws -> [Float]

    let pool: ConnectionPool
    let cache: EndpointCache
    let embed: Embedder?
    /// The names of those that the database found good.
    let good = Mutex<Set<String>>([])

    /// - Parameter embed: nil where no model is there; endpoints that want one say so.
    /// - Throws: `declaration` where the address of the database cannot be read.
    public init(
        _ configuration: EndpointConfiguration, embed: Embedder?,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) throws(EndpointError) {
        self.configuration = configuration
        self.embed = embed
        cache = EndpointCache(now: now)
        let place: ConnectionConfiguration
        do { place = try ConnectionConfiguration(configuration.database ?? "") } catch {
            throw EndpointError(
                .declaration, "endpoints.database cannot be used: \(error.message)")
        }
        pool = ConnectionPool(
            place,
            PoolOptions(
                maxConnections: configuration.connections, acquireTimeout: .seconds(5)))
    }

    /// What an endpoint answers.
    public struct Answer: Sendable {
        public let rows: [JSON]
        /// Whether there were more rows than the endpoint gives.
        public let hasMore: Bool
        public let isCached: Bool
    }

    public func endpoint(named name: String) throws(EndpointError) -> DeclaredEndpoint {
        let endpoints = configuration.endpoints
        if let found = endpoints.first(where: { $0.name == name || $0.identifier == name }) {
            return found
        }
        throw EndpointError(
            .unknown,
            "there is no endpoint '\(name)'; there are: "
                + endpoints.map(\.name).joined(separator: ", "))
    }

    /// Asks.
    ///
    /// - Parameter given: values by the names of parameters.
    public func ask(_ endpoint: DeclaredEndpoint, _ given: JSON.Object) async throws(EndpointError)
        -> Answer
    {
        var values = try endpoint.values(given)
        let key = EndpointCache.Key(endpoint: endpoint.name, values: values)
        if endpoint.cacheTime != nil, let kept = cache[key] {
            return Answer(rows: kept.rows, hasMore: kept.hasMore, isCached: true)
        }
        try await checkOnce(endpoint)
        try await derive(endpoint, &values)
        let (rows, hasMore) = try await run(endpoint, values)
        if let time = endpoint.cacheTime {
            cache.keep(EndpointCache.Entry(rows: rows, hasMore: hasMore), for: key, time)
        }
        return Answer(rows: rows, hasMore: hasMore, isCached: false)
    }

    /// What was not checked before anything was served is checked when it is asked first.
    private func checkOnce(_ endpoint: DeclaredEndpoint) async throws(EndpointError) {
        guard !good.withLock({ $0.contains(endpoint.name) }) else { return }
        do { _ = try await check(endpoint) } catch {
            // Who asks need not know where the database is, nor what it says.
            if error.code == .unavailable { throw .away(because: error.message) }
            throw EndpointError(
                .failed,
                "\(endpoint.name) cannot be asked as it is declared: 'dormouse endpoints check' says "
                    + "why", cause: error.message)
        }
    }

    private func derive(
        _ endpoint: DeclaredEndpoint, _ values: inout [String: String]
    ) async throws(EndpointError) {
        for parameter in endpoint.parameters {
            guard case .embedding(let dimensions, let of) = parameter.kind,
                let text = values[of ?? parameter.name]
            else { continue }
            guard let embed else {
                throw EndpointError(
                    .failed,
                    "\(endpoint.name) needs an embedding model, and none is there: run "
                        + "scripts/bootstrap, or name one under language_models")
            }
            var vector: [Float]
            do { vector = try await embed(text) } catch {
                throw EndpointError(
                    .failed, "the text could not be embedded", cause: String(describing: error))
            }
            guard vector.count <= dimensions else {
                throw EndpointError(
                    .failed,
                    "the embedding model gives \(vector.count) numbers, and \(endpoint.name) takes "
                        + "\(dimensions)")
            }
            vector += [Float](repeating: 0, count: dimensions - vector.count)
            values[parameter.name] = EndpointParameter.vectorText(vector)
        }
    }

    private func run(
        _ endpoint: DeclaredEndpoint, _ values: [String: String]
    ) async throws(EndpointError) -> (rows: [JSON], hasMore: Bool) {
        let declared = Dictionary(uniqueKeysWithValues: endpoint.parameters.map { ($0.name, $0) })
        // Wrapped, so that nothing but a query can stand there, and its rows can be counted.
        let query: PostgresQuery = """
            SELECT row_to_json(answer)::text FROM (
            \(endpoint.statement.query(declared, values))
            ) AS answer LIMIT \(endpoint.mostRows + 1)
            """
        let settings = self.settings(of: endpoint)
        do {
            let texts = try await pool.transaction(.readOnly) { connection in
                try await connection.query(settings, isPrepared: true)
                return try await connection.query(query).rows.map {
                    try $0.decode(0, as: String.self)
                }
            }
            let rows = try texts.prefix(endpoint.mostRows).map { try JSON.parse($0) }
            return (rows, texts.count > endpoint.mostRows)
        } catch let error as PostgreSQLError {
            throw EndpointError(error, of: endpoint)
        } catch {
            throw EndpointError(
                .failed, "the answer of \(endpoint.name) could not be read",
                cause: String(describing: error))
        }
    }

    /// Limits and role, for the transaction only.
    func settings(of endpoint: DeclaredEndpoint) -> PostgresQuery {
        let milliseconds = max(1, Int(endpoint.timeout / .milliseconds(1)))
        var all: [(name: String, value: String)] = [
            ("statement_timeout", "\(milliseconds)"), ("plan_cache_mode", "force_custom_plan"),
        ]
        all += endpoint.settings
        // The role last: it may not be allowed to make the settings before.
        if let role = configuration.role { all.append(("role", role)) }
        return "SELECT "
            + .join(all.map { "set_config(\($0.name)::text, \($0.value)::text, true)" })
    }

    /// Closes the connections.
    public func close() async { await pool.drain(within: .seconds(5)) }
}

extension EndpointError {
    static func away(because cause: String) -> EndpointError {
        EndpointError(
            .unavailable, "the database of the endpoints cannot be reached for now", cause: cause)
    }

    /// What the database says, for who asked: its own words only where they are about what was
    /// given.
    init(_ error: PostgreSQLError, of endpoint: DeclaredEndpoint) {
        let cause = String(describing: error)
        switch error.code {
        case .statementTimeout:
            self.init(
                .timedOut,
                "\(endpoint.name) took longer than \(endpoint.timeout) and was stopped; ask for less",
                cause: cause)
        case .raised, .data, .invalidText, .outOfRange:
            self.init(.badParameter, "\(endpoint.name): \(error.message)", cause: cause)
        case _ where error.isConnectionFailure || error.code == .poolTimeout:
            self = .away(because: cause)
        default: self.init(.failed, "\(endpoint.name) failed; the log says why", cause: cause)
        }
    }
}
