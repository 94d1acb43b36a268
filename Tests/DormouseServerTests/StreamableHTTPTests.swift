import Foundation
import HTTPServerTestSupport
import JSON
import MCP
import Testing

@testable import DormouseServer

@Suite("The Model Context Protocol over HTTP", .serialized)
struct StreamableHTTPTests {
    private static let meta: JSON = [
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": [:],
    ]

    private let running: RunningServer

    init() throws { running = try RunningServer() }

    /// Asks as a client of 2026-07-28.
    private func modern(
        _ method: String, _ parameters: JSON.Object = [:], as tenant: String? = "ada",
        head changed: [String: String?] = [:], target: String = "/mcp"
    ) async throws -> Answer {
        var parameters = parameters
        parameters["_meta"] = Self.meta
        var head: [String: String] = [
            "MCP-Protocol-Version": "2026-07-28", "Mcp-Method": method,
            "Accept": "application/json, text/event-stream",
        ]
        head["Mcp-Name"] = (parameters["name"] ?? parameters["uri"])?.string
        for (name, value) in changed { head[name] = value }
        return try await running.ask(
            "POST", target, as: tenant,
            json: [
                "jsonrpc": "2.0", "id": 7, "method": .string(method),
                "params": .object(parameters),
            ], head: head.map { ($0.key, $0.value) })
    }

    /// Asks as a client of a session; `id` nil for a notification.
    private func old(
        _ method: String, _ parameters: JSON.Object = [:], as tenant: String = "ada",
        session: String?, id: JSON? = 7, target: String = "/mcp"
    ) async throws -> Answer {
        var json: JSON.Object = [
            "jsonrpc": "2.0", "method": .string(method), "params": .object(parameters),
        ]
        json["id"] = id
        return try await running.ask(
            "POST", target, as: tenant, json: .object(json),
            head: session.map { [("Mcp-Session-Id", $0)] } ?? [])
    }

    private func begin(_ version: String = "2025-11-25", as tenant: String = "ada") async throws
        -> String
    {
        let answer = try await old(
            "initialize",
            [
                "protocolVersion": .string(version), "capabilities": [:],
                "clientInfo": ["name": "t", "version": "1"],
            ], as: tenant, session: nil)
        #expect(answer.status == 200)
        return try #require(answer.fields["mcp-session-id"])
    }

    @Test("a request of 2026-07-28 stands by itself and is answered")
    func stateless() async throws {
        let told = try await modern(
            "tools/call",
            ["name": "remember", "arguments": ["content": "Ada moved to Lisbon"]])
        #expect(told.status == 200)
        #expect(told.fields["mcp-session-id"] == nil)
        #expect(told.json["id"] == 7 && told.json["result"]?["resultType"] == "complete")
        #expect(told.json["result"]?["structuredContent"]?["namespace"] == "ada")
        let found = try await modern(
            "tools/call", ["name": "recall", "arguments": ["question": "Lisbon?"]])
        #expect(
            found.json["result"]?["structuredContent"]?["results"]?[0]?["content"]
                == "Ada moved to Lisbon")
        #expect(running.log.text.contains("\"action\":\"mcp remember\""))
        #expect(!running.log.text.contains("Lisbon"))
    }

    @Test(
        "a header that is missing or says something else than the body is refused",
        arguments: [
            ("MCP-Protocol-Version", nil), ("MCP-Protocol-Version", "2025-11-25"),
            ("Mcp-Method", nil), ("Mcp-Method", "tools/list"), ("Mcp-Name", nil),
            ("Mcp-Name", "forget"), ("Mcp-Name", "=?base64?cmVjYWxs=?="),
        ] as [(String, String?)])
    func mismatch(name: String, value: String?) async throws {
        let answer = try await modern(
            "tools/call", ["name": "recall", "arguments": ["question": "x"]],
            head: [name: value])
        #expect(answer.status == 400)
        #expect(answer.json["error"]?["code"] == -32020)
        #expect(answer.json["id"] == 7)
    }

    @Test("a name in base64 is the same name")
    func base64() async throws {
        let answer = try await modern(
            "tools/call", ["name": "recall", "arguments": ["question": "x"]],
            head: ["Mcp-Name": "=?base64?cmVjYWxs?="])
        #expect(answer.status == 200, "\(answer.body)")
    }

    @Test("an unknown revision, method, tool and body: each has its status and code")
    func refusals() async throws {
        let version = try await running.ask(
            "POST", "/mcp",
            json: [
                "jsonrpc": "2.0", "id": 1, "method": "tools/list",
                "params": [
                    "_meta": [
                        "io.modelcontextprotocol/protocolVersion": "2031-01-01",
                        "io.modelcontextprotocol/clientCapabilities": [:],
                    ]
                ],
            ], head: [("MCP-Protocol-Version", "2031-01-01"), ("Mcp-Method", "tools/list")])
        #expect(version.status == 400 && version.json["error"]?["code"] == -32022)
        let supported = version.json["error"]?["data"]?["supported"]?.array
        #expect(supported?.contains("2026-07-28") == true)
        let method = try await modern("memories/eat")
        #expect(method.status == 404 && method.json["error"]?["code"] == -32601)
        let tool = try await modern("tools/call", ["name": "eat", "arguments": [:]])
        #expect(tool.status == 400 && tool.json["error"]?["code"] == -32602)
        let json = [("Content-Type", "application/json")]
        let cut = try await running.ask("POST", "/mcp", body: Array("{".utf8), head: json)
        #expect(cut.status == 400 && cut.json["error"]?["code"] == -32700)
        let list = try await running.ask("POST", "/mcp", body: Array("[]".utf8), head: json)
        #expect(list.status == 400 && list.json["error"]?["code"] == -32600)
        let text = try await running.ask("POST", "/mcp", body: Array("{}".utf8))
        #expect(text.status == 415)
        let html = try await modern("tools/list", head: ["Accept": "text/html"])
        #expect(html.status == 406)
    }

    @Test("without a session, GET and DELETE are no methods here; a notification is taken")
    func methods() async throws {
        for method in ["GET", "DELETE"] {
            let answer = try await running.ask(method, "/mcp")
            #expect(answer.status == 405 && answer.fields["allow"] == "POST")
        }
        let note = try await running.ask(
            "POST", "/mcp", json: ["jsonrpc": "2.0", "method": "notifications/x"],
            head: [("MCP-Protocol-Version", "2026-07-28")])
        #expect(note.status == 202 && note.body.isEmpty)
    }

    @Test("an older client shakes hands, works in its session, and ends it")
    func session() async throws {
        let id = try await begin()
        let ready = try await old("notifications/initialized", session: id, id: nil)
        #expect(ready.status == 202)
        let tools = try await old("tools/list", session: id)
        #expect((tools.json["result"]?["tools"]?.array?.count ?? 0) >= 5)
        let told = try await old(
            "tools/call", ["name": "remember", "arguments": ["content": "kept"]], session: id)
        #expect(told.json["result"]?["isError"] == false)
        #expect(try await old("ping", session: id).json["result"] == [:])
        let unknown = try await old("memories/eat", session: id)
        #expect(unknown.status == 200 && unknown.json["error"]?["code"] == -32601)
        let missing = try await old("tools/list", session: nil)
        #expect(missing.status == 400)
        let other = try await old("tools/list", session: "0000")
        #expect(other.status == 404)
        let gone = try await running.ask("DELETE", "/mcp", head: [("Mcp-Session-Id", id)])
        #expect(gone.status == 204)
        #expect(try await old("tools/list", session: id).status == 404)
    }

    @Test("a session is its owner's: to others, and in other namespaces, it is not there")
    func ownership() async throws {
        let id = try await begin(as: "all")
        #expect(try await old("ping", as: "all", session: id).status == 200)
        #expect(try await old("ping", as: "bob", session: id).status == 404)
        let elsewhere = try await old(
            "ping", as: "all", session: id, target: "/mcp?namespace=ada")
        #expect(elsewhere.status == 404)
        for method in ["GET", "DELETE"] {
            let answer = try await running.ask(
                method, "/mcp", as: "bob", head: [("Mcp-Session-Id", id)])
            #expect(answer.status == 404)
        }
        #expect(try await old("ping", as: "all", session: id).status == 200)
    }

    @Test("several messages at once are answered where the session's revision has them")
    func batches() async throws {
        let ping: JSON = ["jsonrpc": "2.0", "id": 1, "method": "ping"]
        let batch: JSON = [ping, ["jsonrpc": "2.0", "method": "x"], 3]
        for (version, status) in [("2025-03-26", 200), ("2025-11-25", 400)] {
            let id = try await begin(version)
            let answer = try await running.ask(
                "POST", "/mcp", json: batch, head: [("Mcp-Session-Id", id)])
            #expect(answer.status == status)
            if status == 200 {
                #expect(answer.json.array?.count == 2)
                #expect(answer.json[1]?["error"]?["code"] == -32600)
            }
        }
    }

    @Test("the namespace is the token's or the address's, never a message's")
    func namespaces() async throws {
        let own = try await modern("tools/call", ["name": "sleep_status", "arguments": [:]])
        #expect(own.json["result"]?["structuredContent"]?["namespace"] == "ada")
        let foreign = try await modern(
            "tools/call", ["name": "sleep_status", "arguments": [:]],
            target: "/mcp?namespace=bob")
        #expect(foreign.status == 403)
        let asked = try await modern(
            "tools/call", ["name": "sleep_status", "arguments": ["namespace": "bob"]])
        #expect(asked.json["result"]?["isError"] == true)
        let all = try await modern(
            "tools/call", ["name": "sleep_status", "arguments": [:]], as: "all",
            target: "/mcp?namespace=bob")
        #expect(all.json["result"]?["structuredContent"]?["namespace"] == "bob")
    }

    @Test("a token that may only read is shown and lent only what reads")
    func scopes() async throws {
        let reader = try running.add("reader", namespaces: ["ada"], scopes: [.read])
        let listed = try await modern("tools/list", as: reader, target: "/mcp?tools=all")
        let names = listed.json["result"]?["tools"]?.array?.compactMap { $0["name"]?.string } ?? []
        #expect(names.contains("recall") && names.contains("statistics"))
        for name in ["remember", "forget", "remember_many", "sleep"] {
            #expect(!names.contains(name))
        }
        let refused = try await modern(
            "tools/call", ["name": "remember", "arguments": ["content": "x"]], as: reader)
        #expect(refused.json["result"]?["isError"] == true)
        #expect(refused.body.contains("scope 'write'"))
        #expect(running.log.text.contains("\"outcome\":\"refused\""))
        let all = try await modern("tools/list", target: "/mcp?tools=all")
        #expect((all.json["result"]?["tools"]?.array?.count ?? 0) > names.count)
    }

    @Test("every tool says what it is, takes and returns, and is in docs/mcp-tools.md")
    func descriptions() async throws {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../docs/mcp-tools.md").standardized
        let text = try String(contentsOf: page, encoding: .utf8)
        let listed = try await modern("tools/list", target: "/mcp?tools=all")
        let tools = listed.json["result"]?["tools"]?.array ?? []
        #expect(tools.count >= 12)
        for tool in tools {
            let name = tool["name"]?.string ?? ""
            for key in ["name", "title", "description"] {
                #expect(tool[key]?.string?.isEmpty == false, "\(name): \(key)")
            }
            for key in ["inputSchema", "outputSchema"] {
                #expect(tool[key]?["type"] == "object", "\(name): \(key)")
                _ = try JSON.Schema(tool[key] ?? .null)
            }
            let properties: JSON.Object = tool["inputSchema"]?["properties"]?.object ?? [:]
            for entry in properties.entries {
                let help = entry.value["description"]?.string
                #expect(help?.isEmpty == false, "\(name): \(entry.key)")
            }
            #expect(tool["outputSchema"]?["properties"]?["namespace"] != nil, "\(name)")
            for hint in ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"] {
                #expect(tool["annotations"]?[hint]?.bool != nil, "\(name): \(hint)")
            }
            #expect(text.contains("| `\(name)` |"), "docs/mcp-tools.md lacks \(name)")
        }
        let templates = try await modern("resources/templates/list")
        for template in templates.json["result"]?["resourceTemplates"]?.array ?? [] {
            let pattern = template["uriTemplate"]?.string ?? ""
            #expect(text.contains("| `\(pattern)` |"), "docs/mcp-tools.md lacks \(pattern)")
        }
    }

    @Test("a wrong Origin is 403, a wrong Host 421, no token 401")
    func doors() async throws {
        let origin = try await modern("tools/list", head: ["Origin": "https://evil.example"])
        #expect(origin.status == 403)
        let host = try await modern("tools/list", head: ["Host": "evil.example"])
        #expect(host.status == 421)
        let none = try await modern("tools/list", as: nil)
        #expect(none.status == 401 && none.fields["www-authenticate"] == "Bearer")
    }

    @Test(
        "the event stream of a session lives as long as the session and its token",
        arguments: ["session", "token"])
    func stream(ends: String) async throws {
        let text = try running.add("stream", namespaces: ["ada"], scopes: [.read])
        let id = try await begin(as: text)
        let address = running.address
        let (opened, isOpen) = AsyncStream<Void>.makeStream()
        async let rest = onThread {
            let client = try RawClient(address)
            client.send(
                "GET /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(text)\r\n"
                    + "Mcp-Session-Id: \(id)\r\nAccept: text/event-stream\r\n"
                    + "Connection: close\r\n\r\n")
            #expect(client.read(until: ": \n\n").contains("text/event-stream"))
            isOpen.finish()
            // Returns, as the connection is closed.
            return client.rest()
        }
        for await _ in opened {}
        if ends == "token" {
            try running.tokens.revoke("stream")
        } else {
            let gone = try await running.ask(
                "DELETE", "/mcp", as: text, head: [("Mcp-Session-Id", id)])
            #expect(gone.status == 204)
        }
        #expect(try await rest.hasSuffix("0\r\n\r\n"))
    }
}
