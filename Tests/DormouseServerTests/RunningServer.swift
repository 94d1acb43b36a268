import Foundation
import HTTPServer
import HTTPServerTestSupport
import JSON
import Memory
import Synchronization

@testable import DormouseServer

/// A server over a home of its own, on a free port, with two tenants.
final class RunningServer: Sendable {
    let home: Home
    let service: MemoryService
    let server: DormouseServer
    let address: SocketAddress
    let socket: SocketAddress
    let tokens: TokenFile
    /// Everything that was logged.
    let log: LogLines
    /// Token texts by tenant.
    let texts: [String: String]

    init(
        endpoints: ServedEndpoints? = nil,
        options change: (inout ServiceOptions) -> Void = { _ in }
    ) throws {
        home = Home(
            URL(fileURLWithPath: "/tmp/dormouse-\(UUID().uuidString.prefix(8))", isDirectory: true))
        try FileManager.default.createDirectory(
            at: home.directory, withIntermediateDirectories: true)
        let clock = { @Sendable in Moment(CivilDate(year: 2026, month: 5, day: 4)) }
        var engineOptions = EngineOptions(now: clock, randomID: { UUID() })
        engineOptions.isLongLived = true
        service = MemoryService(try MemoryEngine(home: home, options: engineOptions))
        tokens = TokenFile(home: home)
        var texts: [String: String] = [:]
        for (number, name) in ["ada", "bob", "all"].enumerated() {
            let made = AccessToken.make(
                name: name, namespaces: name == "all" ? nil : [name],
                scopes: Set(Scope.allCases), now: clock(), expiresAt: nil,
                secret: Array(repeating: UInt8(number + 1), count: 32))
            try tokens.add(made.token)
            texts[name] = made.text
        }
        self.texts = texts
        let log = LogLines()
        self.log = log
        var options = ServiceOptions(version: "0.0.1")
        change(&options)
        server = try DormouseServer(
            service: service, tokens: tokens, options: options,
            log: ServerLog(now: clock) { log.add($0) }, endpoints: endpoints,
            mounted: { try StreamableHTTP($0).routes })
        address = try server.listen(on: .tcp(host: "127.0.0.1", port: 0))
        socket = try server.listen(on: .unix(path: home.directory.path + "/socket"))
    }

    deinit { try? FileManager.default.removeItem(at: home.directory) }

    /// Asks as a tenant; nil: without a token.
    func ask(
        _ method: String, _ target: String, as tenant: String? = "ada", json: JSON? = nil,
        body: [UInt8]? = nil, head: [(String, String)] = []
    ) async throws -> Answer {
        var head = head
        if let tenant { head.append(("Authorization", "Bearer \(texts[tenant] ?? tenant)")) }
        if json != nil { head.append(("Content-Type", "application/json")) }
        return try await .of(
            method, target, at: address, head: head, body: json.map { $0.bytes() } ?? body)
    }

    /// Makes another token and gives its text.
    func add(_ name: String, namespaces: [String]?, scopes: Set<Scope>) throws -> String {
        let made = AccessToken.make(
            name: name, namespaces: namespaces, scopes: scopes,
            now: service.engine.options.now(), expiresAt: nil,
            secret: (0..<32).map { _ in UInt8.random(in: 0...255) })
        try tokens.add(made.token)
        return made.text
    }

    /// Tells something and gives its id.
    func tell(_ content: String, as tenant: String = "ada") async throws -> String {
        let answer = try await ask(
            "POST", "/v1/memories", as: tenant,
            json: ["content": .string(content), "occurred_at": "2026-03-02T09:00:00Z"])
        return answer.json["id"]?.string ?? ""
    }
}

final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])
    func add(_ line: String) { lines.withLock { $0.append(line) } }
    var text: String { lines.withLock { $0.joined(separator: "\n") } }
}

extension Answer {
    var json: JSON { (try? JSON.parse(body)) ?? .null }
    var code: String? { json["code"]?.string }
}
