import ModelServerTestSupport

@testable import LanguageModels

extension FaultyModelServer {
    /// A configuration that asks this server, impatiently.
    func configuration(_ kind: ModelServer.Kind = .openai) throws -> ModelConfiguration {
        var configuration = ModelConfiguration()
        let url = kind == .openai ? url + "/v1" : url
        var provider = ModelConfiguration.Provider(
            name: "test", server: try ModelServer(kind: kind, url: url, key: Secret("sk-secret")))
        provider.model = "echo"
        provider.embeddingModel = "echo-embed"
        provider.embeddingDimensions = 8
        // A test of what hangs would hang with it: it must be ended by what is tested.
        provider.timeout = .seconds(600)
        provider.atOnce = 16
        provider.retry.firstDelay = .milliseconds(2)
        configuration.providers = [provider]
        return configuration
    }
}
