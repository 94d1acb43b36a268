import Foundation
import HTTPClient
import Settings
import Testing

@testable import LanguageModels

@Test func theBreakerOpensRestsAndTriesOnce() {
    var breaker = CircuitBreaker()
    breaker.threshold = 3
    breaker.rest = .seconds(10)
    for second in 0..<2 { breaker.failed(now: .seconds(second)) }
    #expect(breaker.ask(now: .seconds(2)) == .go)
    breaker.failed(now: .seconds(2))
    #expect(breaker.ask(now: .seconds(5)) == .refuse(.seconds(7)))
    #expect(breaker.ask(now: .seconds(12)) == .go)
    #expect(breaker.ask(now: .seconds(12)) == .refuse(.zero))
    // The probe fails: twice the rest. A cancelled probe lets the next one try.
    breaker.failed(now: .seconds(13))
    #expect(breaker.ask(now: .seconds(32)) == .refuse(.seconds(1)))
    #expect(breaker.ask(now: .seconds(33)) == .go)
    breaker.undecided(now: .seconds(34))
    #expect(breaker.ask(now: .seconds(34)) == .go)
    breaker.succeeded()
    #expect(breaker.state == .closed)
    breaker.failed(now: .seconds(40))
    #expect(breaker.ask(now: .seconds(40)) == .go)
}

@Test func waitsGrowVaryAndObeyTheServer() {
    let policy = RetryPolicy()
    let failed = ModelError(.serverFailed, "x")
    let delays = (1...4).map { policy.delay(after: failed, attempt: $0, random: 0) }
    #expect(
        delays == [
            .milliseconds(125), .milliseconds(250), .milliseconds(500), .milliseconds(1000),
        ])
    #expect(policy.delay(after: failed, attempt: 1, random: 0.5) == .microseconds(187_500))
    #expect(policy.delay(after: failed, attempt: 5, random: 0) == nil)
    #expect(policy.delay(after: ModelError(.truncated, "x"), attempt: 1, random: 0) == nil)
    let limited = ModelError(.rateLimited, "x", retryAfter: .seconds(9))
    #expect(policy.delay(after: limited, attempt: 1, random: 0) == .seconds(9))
    // Who is sent away for an hour does not wait for it.
    let away = ModelError(.rateLimited, "x", retryAfter: .seconds(3600))
    #expect(policy.delay(after: away, attempt: 1, random: 0) == nil)
    // A model that is being loaded is waited for, about a minute.
    let loading = ModelError(.loading, "x")
    let waits = (1...40).compactMap { policy.delay(after: loading, attempt: $0, random: 0.5) }
    #expect(waits.count == 35 && waits.max() == .milliseconds(1500))
}

@Test func anAccountReservesAndSettles() {
    var account = Account(budget: Budget(tokens: 100, cost: 1))
    let some = TokenCount(prompt: 20, completion: 40)
    #expect(account.ask(some, 0.5) == .go)
    account.reserve(some, 0.5)
    #expect(account.ask(some, 0.1) == .wait)
    #expect(account.ask(TokenCount(prompt: 10), 0.6) == .wait)
    account.settle(reserved: (some, 0.5), spent: TokenCount(prompt: 30), cost: 0.1)
    #expect(account.ask(some, 0.5) == .go)
    #expect(account.ask(TokenCount(prompt: 71), 0) == .refuse)
    #expect(account.ask(TokenCount(), 0.95) == .refuse)
    account.settle(reserved: (TokenCount(), 0), spent: TokenCount(), cost: 2)
    #expect(account.ask(TokenCount(), 0.01) == .refuse)
    #expect(account.ask(TokenCount(), 0) == .go)
}

@Test func aQuestionsKeyIsMadeOfAllThatMatters() throws {
    let base = Question(provider: "p", model: "m", prompt: "hello")
    var others = [Question](repeating: base, count: 8)
    others[0].model = "n"
    others[1].prompt = "hello "
    others[2].system = ""
    others[3].temperature = 0.1
    others[4].seed = 0
    others[5].maximumTokens = 5
    others[6].task = .json(schema: "{}")
    others[7].task = .embedding
    let server = try ModelServer(kind: .openai, url: "http://127.0.0.1:1")
    var keys = Set(others.map { $0.key(server: server) })
    keys.insert(base.key(server: server))
    keys.insert(base.key(server: try ModelServer(kind: .ollama, url: "http://127.0.0.1:1")))
    // A model of the same name on another server is another model.
    keys.insert(base.key(server: try ModelServer(kind: .openai, url: "http://127.0.0.1:2")))
    #expect(keys.count == 11)
    // Parts that run together are told apart.
    var one = base
    var two = base
    (one.system, one.prompt) = ("a1:b", "c")
    (two.system, two.prompt) = ("a", "1:bc")
    #expect(one.key(server: server) != two.key(server: server))
    var same = base
    same.timeout = .seconds(1)
    #expect(same.key(server: server) == base.key(server: server))
}

@Test(arguments: ["a\r\nX-Admin: 1", "a\nb", "a b", "ключ", "a\u{0}b"])
func aKeyThatNoHeaderCanHoldIsRefusedAndNotShown(_ key: String) {
    let error = #expect(throws: HTTPError.self) {
        try ModelServer(kind: .openai, url: "https://models.example", key: Secret(key))
    }
    #expect(error?.message.contains("the key for models.example holds a character") == true)
    #expect(error?.message.contains("Admin") == false)
}

@Test func theLineBreakAtTheEndOfAKeysFileIsNoPartOfTheKey() throws {
    let server = try ModelServer(kind: .openai, url: "http://127.0.0.1:1", key: Secret("sk-1\n"))
    #expect(server.key?.reveal() == "sk-1")
}

@Suite struct ConfigurationTests {
    private func read(
        _ yaml: String, _ environment: [String: String] = [:]
    ) throws -> ModelConfiguration {
        try ModelConfiguration(
            settings: SettingsFile(
                text: yaml, sections: ["language_models"], environment: environment),
            environment: environment)
    }

    @Test func aWholeFileIsRead() throws {
        let configuration = try read(
            """
            language_models:
              provider: cloud
              on_error: 'null'
              max_tokens: 300
              deadline: 30m
              embedding: local
              allowed_hosts: [models.example]
              budget: {run: {tokens: 1000}, day: {cost: 2.5}}
              cache: {size: 1MiB}
              providers:
                local:
                  kind: ollama
                  url: 127.0.0.1:11434
                  model: qwen
                  embedding_model: nomic-embed-text
                cloud:
                  kind: openai
                  url: https://models.example/v2/
                  api_key: "{{ env_var('KEY') }}"
                  model: big
                  max_in_flight: 4
                  timeout: 10s
                  retries: 1
                  price: {prompt: 0.5, completion: 1.5}
            """, ["KEY": "sk-secret"])
        #expect(configuration.writer?.name == "cloud")
        #expect(configuration.embedder?.name == "local")
        #expect(configuration.embedder?.embeddingDimensions == 768)
        #expect(configuration.provider("local")?.server.url == "http://127.0.0.1:11434")
        let cloud = try #require(configuration.provider("cloud"))
        #expect(cloud.server.url == "https://models.example/v2")
        #expect(cloud.server.key?.reveal() == "sk-secret")
        #expect(cloud.price == Price(prompt: 0.5, completion: 1.5))
        #expect(configuration.runBudget == Budget(tokens: 1000))
        #expect(configuration.dayBudget == Budget(cost: 2.5))
        #expect(configuration.runDeadline == .seconds(1800))
        #expect(configuration.onError == .null)
        var shown = ""
        dump(configuration, to: &shown)
        #expect(!shown.contains("sk-secret"))
    }

    @Test(arguments: [
        ("providers: {a: {kind: olama, url: x}}", "must be one of ollama, openai"),
        ("providers: {a: {url: x}}", "'language_models.providers.a.kind' is missing"),
        ("providers: {a: {kind: openai}}", "url' is missing"),
        ("providers: {a: {kind: openai, url: 'ftp://x'}}", "no http or https URL"),
        ("providers: {a: {kind: openai, url: 'http://u:p@x'}}", "no user name and no password"),
        ("providers: {a: {kind: openai, url: 'http://x', api_key: sk-secret}}", "unencrypted"),
        ("providers: {a: {kind: openai, url: 'https://x', modell: y}}", "did you mean 'model'?"),
        ("provider: b", "names none of the providers"),
        (
            "{allowed_hosts: [y.example], providers: {a: {kind: openai, url: 'https://x.example'}}}",
            "the host x.example of the provider 'a' is not allowed"
        ),
    ])
    func mistakesAreNamed(_ yaml: String, _ message: String) throws {
        let error = #expect(throws: (any Error).self) {
            _ = try read("language_models:\n  " + yaml)
        }
        let text = String(describing: error)
        #expect(text.contains(message), "\(text)")
        #expect(!text.contains("sk-secret"))
    }

    @Test func theEnvironmentAloneIsEnough() throws {
        let ollama = try read("", ["OLLAMA_MODEL": "qwen", "EMBEDDING_MODEL": "bge-m3"])
        #expect(ollama.writer?.server.url == "http://127.0.0.1:11434")
        #expect(ollama.embedder?.embeddingDimensions == 1024)
        #expect(!ollama.embedsInProcess)
        let openai = try read(
            "",
            ["OPENAI_BASE_URL": "https://x.example", "OPENAI_API_KEY": "k", "OPENAI_MODEL": "m"])
        #expect(openai.writer?.server.url == "https://x.example/v1")
        #expect(openai.embedsInProcess)
        // A key names no server.
        #expect(try read("", ["OPENAI_API_KEY": "k"]).providers.isEmpty)
    }
}
