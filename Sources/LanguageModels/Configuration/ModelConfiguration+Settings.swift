import HTTPClient
public import Settings

extension ModelConfiguration {
    /// Reads the section `language_models` of a settings file, then the environment.
    ///
    /// - Throws: `SettingsError` with the line; `ModelError` (`hostNotAllowed`, `notConfigured`).
    public init(settings: SettingsFile, environment: [String: String]) throws {
        self.init()
        var section = try settings.section("language_models")
        var providers = try section.section("providers")
        for name in providers.names {
            var reader = try providers.section(name)
            self.providers.append(try Self.provider(name, &reader))
            try reader.finish()
        }
        try providers.finish()
        defaultProvider = try section.string("provider")
        onError = try section.choice("on_error") ?? .fail
        maximumTokens = try section.int("max_tokens", 1...1_000_000) ?? maximumTokens
        runDeadline = try section.duration("deadline")
        try readBudgets(&section)
        var cache = try section.section("cache")
        cacheBytes = try cache.bytes("size") ?? cacheBytes
        if try cache.bool("enabled") == false { cacheBytes = 0 }
        try cache.finish()
        if let embedding = try section.string("embedding") {
            embedsInProcess = Self.isInProcess(embedding)
            if !embedsInProcess, provider(embedding) == nil {
                throw section.error("embedding", "must be in-process, or the name of a provider")
            }
            embeddingProvider = embedsInProcess ? nil : embedding
        } else {
            embedsInProcess = !self.providers.contains { $0.embeddingModel != nil }
        }
        promptFolder = try section.folder("prompts")
        certificateAuthorities = try section.string("ca_file")
        let allowed = try section.strings("allowed_hosts")
        try section.finish()
        try add(environment: environment)
        if let name = defaultProvider, provider(name) == nil {
            throw section.error("provider", "names none of the providers")
        }
        if let allowed { try check(allowed) }
    }

    private static func provider(
        _ name: String, _ reader: inout SettingsReader
    ) throws -> Provider {
        let kind = try reader.choice("kind", of: ModelServer.Kind.self)
        guard let kind else { throw reader.error("kind", "is missing: ollama or openai") }
        guard let url = try reader.string("url") else {
            throw reader.error("url", "is missing, as http://127.0.0.1:11434")
        }
        // An empty key is none: `{{ env_var('KEY', '') }}`.
        let key = try reader.string("api_key").flatMap { $0.isEmpty ? nil : Secret($0) }
        let server: ModelServer
        do { server = try ModelServer(kind: kind, url: url, key: key) } catch {
            throw reader.error("url", "cannot be used: \(error.message)")
        }
        var provider = Provider(name: name, server: server)
        provider.server.certificateAuthorities = try reader.string("ca_file")
        provider.model = try reader.string("model")
        provider.embeddingModel = try reader.string("embedding_model")
        provider.embeddingDimensions =
            try reader.int("embedding_dimensions", 1...65_536)
            ?? provider.embeddingModel.flatMap(knownDimensions)
        provider.atOnce = try reader.int("max_in_flight", 1...1024) ?? provider.atOnce
        provider.timeout = try reader.duration("timeout") ?? provider.timeout
        provider.retry.retries = try reader.int("retries", 0...20) ?? provider.retry.retries
        provider.retry.firstDelay =
            try reader.duration("retry_delay") ?? provider.retry.firstDelay
        var price = try reader.section("price")
        provider.price.prompt = try price.number("prompt") ?? 0
        provider.price.completion = try price.number("completion") ?? 0
        try price.finish()
        return provider
    }

    private mutating func readBudgets(_ section: inout SettingsReader) throws(SettingsError) {
        var budgets = try section.section("budget")
        var run = try budgets.section("run")
        runBudget = Budget(tokens: try run.int("tokens"), cost: try run.number("cost"))
        try run.finish()
        var day = try budgets.section("day")
        dayBudget = Budget(tokens: try day.int("tokens"), cost: try day.number("cost"))
        try day.finish()
        try budgets.finish()
    }

    /// Refuses every provider whose host is neither this machine nor on the list.
    private func check(_ allowed: [String]) throws(ModelError) {
        let hosts = Set(allowed.map { $0.lowercased() })
        for provider in providers {
            let host = provider.server.host
            guard !host.isLoopback, !hosts.contains(host.name) else { continue }
            throw ModelError(
                .hostNotAllowed,
                "the host \(host.name) of the provider '\(provider.name)' is not allowed; add it "
                    + "to language_models: allowed_hosts, if it may read what is sent")
        }
    }
}
