import HTTPClient
import JSON
import Synchronization

extension Gateway {
    /// Asks every provider how it is: its list of models, then one short answer, one with a schema
    /// and one vector from the models it is set up for. Blocks, never on a cooperative thread.
    ///
    /// - Parameter timeout: for each request.
    public func health(timeout: Duration = .seconds(30)) -> [ProviderHealth] {
        let waiter = Waiter()
        let found = HealthTable()
        for provider in configuration.providers {
            waiter.expect()
            Task(executorPreference: http.executor) {
                let health = await self.health(of: provider, timeout: timeout)
                found.put(health)
                waiter.arrive()
            }
        }
        _ = waiter.wait { false }
        let all = found.all
        return configuration.providers.compactMap { all[$0.name] }
    }

    private func health(
        of provider: ModelConfiguration.Provider, timeout: Duration
    ) async -> ProviderHealth {
        var health = ProviderHealth(
            name: provider.name, kind: provider.server.kind, url: provider.server.url,
            model: provider.model, embeddingModel: provider.embeddingModel)
        guard let server = servers[provider.name] else { return health }
        switch server.lane.breakerState {
        case .closed: break
        case .open: health.breaker = "open"
        case .halfOpen: health.breaker = "half-open"
        }
        do {
            let start = pace.now()
            health.models = try await server.client.models(timeout: min(timeout, .seconds(10)))
            health.latency = pace.now() - start
            health.hasModel = provider.model.map { Self.lists(health.models, $0) }
            health.hasEmbeddingModel = provider.embeddingModel.map {
                Self.lists(health.models, $0)
            }
            let missing = [
                health.hasModel == false ? provider.model : nil,
                health.hasEmbeddingModel == false ? provider.embeddingModel : nil,
            ].compactMap(\.self)
            health.remedy = missing.compactMap(server.client.commandToFetch).joined(
                separator: " && ")
            if health.remedy?.isEmpty == true { health.remedy = nil }
            try await probe(&health, server, timeout)
        } catch {
            health.fault = error
            let isOnThisMachine = provider.server.host.isLoopback
            if error.code == .unreachable, provider.server.kind == .ollama, isOnThisMachine {
                health.remedy = "ollama serve"
            }
        }
        return health
    }

    /// A server that serves one model often lists it by another name than it takes: a name that is
    /// not listed counts as missing only for Ollama, or where asking for it fails.
    private func probe(
        _ health: inout ProviderHealth, _ server: Server, _ timeout: Duration
    ) async throws(ModelError) {
        if let model = health.model, health.hasModel == true || health.kind == .openai {
            let request = GenerationRequest(
                model: model, prompt: "Count from one to ten in words.", maximumTokens: 64)
            let start = pace.now()
            var tokens = 64
            do {
                tokens = try await server.client.generate(request, timeout: timeout).tokens
                    .completion
            } catch { guard error.code == .truncated else { throw error } }
            let seconds = (pace.now() - start) / .seconds(1)
            if seconds > 0 { health.tokensPerSecond = Double(tokens) / seconds }
            health.hasModel = true
            health.enforcesSchemas = await enforces(server, model, timeout)
        }
        if let model = health.embeddingModel,
            health.hasEmbeddingModel == true || health.kind == .openai
        {
            health.dimensions = try await server.client.embed(
                ["health"], model: model, timeout: timeout
            ).vectors.first?.count
            health.hasEmbeddingModel = true
        }
    }

    private func enforces(_ server: Server, _ model: String, _ timeout: Duration) async -> Bool {
        let text =
            #"{"type":"object","properties":{"ok":{"enum":["yes"]}},"required":["ok"],"additionalProperties":false}"#
        guard let schema = try? SchemaCheck(text) else { return false }
        var request = GenerationRequest(
            model: model, prompt: "Tell a short story.", maximumTokens: 64)
        request.schema = schema.json
        guard let answer = try? await server.client.generate(request, timeout: timeout) else {
            return false
        }
        return (try? schema.check(answer.text)) != nil
    }

    /// Ollama lists `name:latest` for a model that is called `name`.
    private static func lists(_ models: [String], _ name: String) -> Bool {
        models.contains { $0 == name || $0 == name + ":latest" }
    }

    /// What is left of today's budget.
    public var leftToday: Budget { today.standing(date: pace.date()).left }
}

/// Where tasks put what they found.
private final class HealthTable: Sendable {
    private let found = Mutex<[String: ProviderHealth]>([:])

    var all: [String: ProviderHealth] { found.withLock { $0 } }
    func put(_ health: ProviderHealth) { found.withLock { $0[health.name] = health } }
}
