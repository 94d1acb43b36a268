import Foundation
import HTTPServer
import HTTPServerTestSupport
import JSON
import Memory
import Testing

@testable import DormouseServer

@Suite("Who may come in", .serialized)
struct AccessTests {
    @Test("without a token only the document and the health are to be seen; the socket needs none")
    func tokens() async throws {
        let running = try RunningServer()
        for route in running.server.router.routes where route.access != .open {
            let path = route.path.replacing("{id}", with: UUID().uuidString)
            for tenant in [nil, "dm_" + String(repeating: "0", count: 64), ""] {
                let answer = try await running.ask(route.method, path, as: tenant)
                #expect(answer.status == 401, "\(route.method) \(route.path)")
                #expect(answer.fields["www-authenticate"] == "Bearer")
            }
        }
        for path in ["/health", "/openapi.json"] {
            #expect(try await running.ask("GET", path, as: nil).status == 200)
        }
        let local = try await Answer.of("GET", "/v1/version", at: running.socket)
        #expect(local.status == 200)
        #expect(try await running.ask("GET", "/nothing", as: nil).status == 401)
    }

    @Test("a token that is revoked or expired is refused from the next request on")
    func revocation() async throws {
        let running = try RunningServer()
        #expect(try await running.ask("GET", "/v1/version").status == 200)
        #expect(try running.tokens.revoke("ada").count == 1)
        #expect(try await running.ask("GET", "/v1/version").status == 401)
        let now = Moment(CivilDate(year: 2026, month: 5, day: 4))
        for (seconds, status) in [(-1, 401), (0, 401), (1, 200)] {
            let made = AccessToken.make(
                name: "t\(seconds)", namespaces: nil, scopes: [.read], now: now,
                expiresAt: now.adding(Int64(seconds) * Moment.second),
                secret: Array(repeating: UInt8(100 + seconds), count: 32))
            try running.tokens.add(made.token)
            let answer = try await running.ask("GET", "/v1/version", as: made.text)
            #expect(answer.status == status)
        }
    }

    @Test("a token that is revoked while its answer takes its time goes no further")
    func revocationMeanwhile() async throws {
        let running = try RunningServer()
        let token = try #require(try running.tokens.all().first)
        let caller = Caller(token: token)
        #expect(throws: Never.self) { try running.server.app.checkStill(caller) }
        try running.tokens.revoke(token.id)
        let problem = #expect(throws: Problem.self) {
            try running.server.app.checkStill(caller)
        }
        #expect(problem?.kind == .unauthorized)
        #expect(throws: Never.self) { try running.server.app.checkStill(Caller(token: nil)) }
    }

    @Test("requests whose clients go away do not count as open for ever")
    func openRequests() async throws {
        let running = try RunningServer { $0.openRequestsPerToken = 2 }
        for _ in 0..<10 {
            try await onThread {
                let client = try RawClient(running.address)
                client.send(
                    "GET /v1/export HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + "\(running.texts["ada"] ?? "")\r\n\r\n")
            }
        }
        // The last of them may still be on its way.
        var status = 429
        for _ in 0..<200 where status == 429 {
            status = try await running.ask("GET", "/v1/version").status
            if status == 429 { try await Task.sleep(for: .milliseconds(20)) }
        }
        #expect(status == 200)
    }

    @Test("the file of tokens is its owner's, and holds hashes only")
    func file() throws {
        let running = try RunningServer()
        let path = running.tokens.url.path
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect((attributes[.posixPermissions] as? Int) == 0o600)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        for token in running.texts.values {
            #expect(!text.contains(token.dropFirst(3)))
        }
        try Data(#"{"tokens":[{"id":"a"}]}"#.utf8).write(to: running.tokens.url)
        #expect(throws: MemoryError.self) { try running.tokens.all() }
    }

    @Test("a scope opens its own routes and no other")
    func scopes() async throws {
        let running = try RunningServer()
        let now = Moment(CivilDate(year: 2026, month: 5, day: 4))
        for (number, scope) in Scope.allCases.enumerated() {
            let made = AccessToken.make(
                name: scope.rawValue, namespaces: nil, scopes: [scope], now: now, expiresAt: nil,
                secret: Array(repeating: UInt8(50 + number), count: 32))
            try running.tokens.add(made.token)
            for route in running.server.router.routes {
                guard case .scope(let needed) = route.access, needed != scope else { continue }
                let path = route.path.replacing("{id}", with: UUID().uuidString)
                let answer = try await running.ask(route.method, path, as: made.text)
                #expect(answer.status == 403, "\(scope) \(route.method) \(route.path)")
            }
        }
    }

    @Test(
        "a page of another origin, and a name that is not the server's, are refused",
        arguments: [
            ([("Origin", "https://evil.example")], 403), ([("Origin", "null")], 403),
            ([("Host", "evil.example")], 421), ([("Host", "localhost.evil.example")], 421),
            ([("Host", "127.0.0.1.nip.io:80")], 421), ([("Host", "127.0.0.1:9")], 200),
            ([("Host", "[::1]:9")], 200), ([("Host", "LOCALHOST")], 200),
            ([("Host", "memory.example"), ("Origin", "https://page.example")], 200),
            ([("Host", "localhost:1"), ("Origin", "http://localhost:1")], 200),
        ])
    func origins(head: [(String, String)], status: Int) async throws {
        let running = try RunningServer {
            $0.hosts = ["memory.example"]
            $0.origins = ["https://page.example"]
        }
        let answer = try await running.ask("GET", "/v1/version", head: head)
        #expect(answer.status == status)
        let isAllowed = head.contains { $0.1 == "https://page.example" }
        #expect((answer.fields["access-control-allow-origin"] != nil) == isAllowed)
    }

    @Test("the loopback is open only where it was said to be")
    func openLoopback() async throws {
        let running = try RunningServer { $0.opensLoopback = true }
        #expect(try await running.ask("GET", "/v1/version", as: nil).status == 200)
        #expect(try await running.ask("GET", "/v1/version", as: "dm_wrong").status == 401)
        #expect(
            try await running.ask(
                "GET", "/v1/version", as: nil, head: [("Host", "evil.example")]
            ).status == 421)
    }

    @Test("a token has so many requests at once and a second")
    func limits() {
        let limits = TokenLimits(openRequests: 2, requestsPerSecond: 4)
        let start = ContinuousClock.now
        #expect(limits.begin("a", at: start) == .admitted)
        #expect(limits.begin("a", at: start) == .admitted)
        #expect(limits.begin("a", at: start) == .tooMany)
        #expect(limits.begin("b", at: start) == .admitted)
        limits.end("a")
        limits.end("a")
        #expect(limits.begin("a", at: start) == .admitted)
        limits.end("a")
        #expect(limits.begin("a", at: start) == .admitted)
        limits.end("a")
        #expect(limits.begin("a", at: start) == .tooFast(retryAfter: 1))
        #expect(limits.begin("a", at: start + .milliseconds(250)) == .admitted)
    }
}
