import LanguageModels
import ModelServerTestSupport

extension FaultyModelServer {
    /// The functions of SQL over it.
    func functions(
        timeout: Duration = .seconds(10), retries: Int = 1
    ) throws -> ModelFunctions {
        try modelFunctions(url: url + "/v1", timeout: timeout, retries: retries)
    }
}

extension RealModelServer {
    /// The functions of SQL over it; patient, because it works with one thread.
    func functions() throws -> ModelFunctions {
        try modelFunctions(url: url, timeout: .seconds(120), retries: 1)
    }
}

private func modelFunctions(url: String, timeout: Duration, retries: Int) throws -> ModelFunctions {
    var configuration = ModelConfiguration()
    var provider = ModelConfiguration.Provider(
        name: "test", server: try ModelServer(kind: .openai, url: url))
    provider.model = "echo"
    provider.timeout = timeout
    provider.retry.retries = retries
    provider.retry.firstDelay = .milliseconds(2)
    configuration.providers = [provider]
    return ModelFunctions(gateway: Gateway(configuration))
}
