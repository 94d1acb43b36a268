import Foundation
import HTTPServerTestSupport
import JSON
import Memory
import Testing

@testable import DormouseServer

@Suite("Nothing of one tenant reaches another", .serialized)
struct LeakTests {
    /// Of bob, who has been slept on.
    private struct Bob {
        let running: RunningServer
        let probe: Probe
        let secrets = ["under the stairs", "in the attic", "Zanzibar"]
        /// What a caller may be answered with only where it was said by them.
        let names = ["bobs-session", "bobs-tag", "bob"]
        let episode: String
        let before: String

        init() async throws {
            let running = try RunningServer()
            self.running = running
            var ids: [String] = []
            for content in [
                "quicksilver under the stairs", "Bob moved to Zanzibar in March",
                "quicksilver is kept in Zanzibar, said Bob",
            ] {
                let told = try await running.ask(
                    "POST", "/v1/memories", as: "bob",
                    json: [
                        "content": .string(content), "session_id": "bobs-session",
                        "speaker": "Bob", "tags": ["bobs-tag"],
                        "occurred_at": "2026-03-02T09:00:00Z",
                    ])
                ids.append(told.json["id"]?.string ?? "")
            }
            let gone = try await running.tell("quicksilver in the attic", as: "bob")
            let receipt = try await running.ask("DELETE", "/v1/memories/\(gone)", as: "bob").json
            let slept = try await running.ask(
                "POST", "/v1/sleep", as: "all", json: [:], head: [("Accept", "text/event-stream")])
            #expect(slept.body.contains("event: done"))
            var cursors: [String] = []
            for route in running.server.router.routes
            where route.parameters.contains(where: { $0.name == "cursor" }) {
                let page = try await running.ask(route.method, route.path + "?limit=1", as: "bob")
                cursors += page.json.cursors
            }
            probe = Probe(
                id: ids[0], session: "bobs-session", tag: "bobs-tag", cursors: cursors,
                bodies: ["Receipt": receipt], schemas: running.server.app.schemas.all)
            let episodes = try await running.ask("GET", "/v1/episodes", as: "bob")
            episode = try #require(episodes.json["episodes"]?[0]?["id"]?.string)
            before = try await running.ask("GET", "/v1/export", as: "bob").body
        }

        /// Looks for what is bob's in what somebody else was answered.
        func check(_ answer: String, asked: String, _ what: String) {
            // As words: the random number of a request may have "bob" in it.
            let words = Set(answer.split { !$0.isLetter && !$0.isNumber && $0 != "-" })
            for secret in secrets where answer.contains(secret) {
                Issue.record("\(what): \(asked): \(secret): \(answer.prefix(500))")
            }
            for name in names where !asked.contains(name) && words.contains(name[...]) {
                Issue.record("\(what): \(asked): \(name): \(answer.prefix(500))")
            }
        }

        func checkNothingChanged() async throws {
            let after = try await running.ask("GET", "/v1/export", as: "bob").body
            #expect(after == before)
        }
    }

    @Test("over every route, with the other's ids, receipts, names, cursors and namespace")
    func everyRoute() async throws {
        let bob = try await Bob()
        // Reading first: the caller has told nothing yet, so whatever has a name of bob's is his.
        let documented = bob.running.server.router.routes.filter(\.isDocumented)
        let writes = Set(documented.filter { $0.access != .scope(.read) }.map(\.name))
        let reading = documented.filter { !writes.contains($0.name) }
        let writing = documented.filter { writes.contains($0.name) }
        for route in reading + writing {
            var path = route.path
            for parameter in route.parameters where parameter.place == .path {
                path = path.replacing("{\(parameter.name)}", with: bob.probe.text(parameter))
            }
            let queries =
                [""]
                + route.parameters.filter { $0.place == .query }.map {
                    "\($0.name)=\(bob.probe.text($0))"
                }
            var bodies: [JSON?] = [nil]
            if case .json(let name, _) = route.body { bodies = bob.probe.bodies(for: name) }
            for query in queries {
                for body in query.isEmpty ? bodies : [bodies[0]] {
                    for namespace in ["", "bob", "BOB", "ada&namespace=bob"] {
                        let parts = [query, namespace.isEmpty ? "" : "namespace=" + namespace]
                        let target =
                            path + "?" + parts.filter { !$0.isEmpty }.joined(separator: "&")
                        let answer = try await bob.running.ask(route.method, target, json: body)
                        if namespace == "bob", route.hasNamespace {
                            #expect([400, 403].contains(answer.status), "\(route.name)")
                        }
                        bob.check(
                            answer.body, asked: target + (body?.text() ?? ""), route.name)
                    }
                }
            }
        }
        try await bob.checkNothingChanged()
        let receipt = try #require(bob.probe.bodies["Receipt"])
        let own = try await bob.running.ask(
            "POST", "/v1/receipts/verify", as: "bob", json: receipt)
        #expect(own.json["erased"] == true)
    }

    @Test("over every tool, resource and prompt of the Model Context Protocol")
    func everyTool() async throws {
        let bob = try await Bob()
        let meta: JSON = [
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientCapabilities": [:],
        ]
        func ask(_ method: String, _ parameters: JSON.Object) async throws -> Answer {
            var parameters = parameters
            parameters["_meta"] = meta
            var head = [("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", method)]
            if let name = (parameters["name"] ?? parameters["uri"])?.string {
                head.append(("Mcp-Name", name))
            }
            let answer = try await bob.running.ask(
                "POST", "/mcp?tools=all",
                json: [
                    "jsonrpc": "2.0", "id": 1, "method": .string(method),
                    "params": .object(parameters),
                ], head: head)
            bob.check(
                answer.body, asked: JSON.object(parameters).text(),
                "\(method) \(parameters["name"]?.string ?? "")")
            return answer
        }
        let templates = try await ask("resources/templates/list", [:])
        let patterns =
            templates.json["result"]?["resourceTemplates"]?.array?.compactMap {
                $0["uriTemplate"]?.string
            } ?? []
        #expect(!patterns.isEmpty)
        for pattern in patterns {
            for value in [bob.probe.id, bob.episode, "bobs-session", "Bob", "1", "%2A", "..%2Fbob"]
            {
                let uri = pattern.prefix { $0 != "{" } + value
                _ = try await ask("resources/read", ["uri": .string(String(uri))])
            }
        }
        _ = try await ask("resources/list", [:])
        for cursor in bob.probe.cursors {
            _ = try await ask("resources/list", ["cursor": .string(cursor)])
        }
        let prompts = try await ask("prompts/list", [:]).json["result"]?["prompts"]?.array ?? []
        for prompt in prompts {
            var arguments: JSON.Object = [:]
            for argument in prompt["arguments"]?.array ?? [] {
                arguments[argument["name"]?.string ?? ""] = "quicksilver"
            }
            _ = try await ask(
                "prompts/get", ["name": prompt["name"] ?? .null, "arguments": .object(arguments)])
        }
        let tools = try await ask("tools/list", [:]).json["result"]?["tools"]?.array ?? []
        #expect(tools.count >= 9)
        // Reading first: the caller has told nothing yet, so whatever has a name of bob's is his.
        let reads = tools.filter { $0["annotations"]?["readOnlyHint"] == true }
        let writes = tools.filter { $0["annotations"]?["readOnlyHint"] != true }
        for tool in reads + writes {
            for arguments in bob.probe.values(of: tool["inputSchema"] ?? .null) {
                _ = try await ask(
                    "tools/call", ["name": tool["name"] ?? .null, "arguments": arguments])
            }
        }
        try await bob.checkNothingChanged()
    }

    @Test("a cursor, a memory's or an episode's id of another tenant gives 404, never rows")
    func othersPlaces() async throws {
        let running = try RunningServer()
        for number in 1...3 {
            _ = try await running.ask(
                "POST", "/v1/memories", as: "bob",
                json: [
                    "content": .string("I live in \(["Quicksilver", "Porto", "Faro"][number - 1])"),
                    "speaker": "bob",
                    "session_id": .string("bobs-session-\(number)"),
                    "occurred_at": .string("2026-03-0\(number)T09:00:00Z"),
                ])
            _ = try await running.ask(
                "POST", "/v1/memories",
                json: [
                    "content": .string("I live in Lisbon \(number)"), "speaker": "Ada",
                    "session_id": .string("s\(number)"),
                    "occurred_at": .string("2026-03-0\(number)T09:00:00Z"),
                ])
        }
        _ = try await running.ask(
            "POST", "/v1/sleep", json: [:], head: [("Accept", "text/event-stream")])
        for (path, key) in [
            ("/v1/memories", "memories"), ("/v1/memories?order=told", "memories"),
            ("/v1/sessions", "sessions"), ("/v1/facts?past=true", "facts"),
            ("/v1/episodes", "episodes"),
        ] {
            let sign = path.contains("?") ? "&" : "?"
            let first = try await running.ask("GET", path + sign + "limit=1", as: "bob")
            #expect(first.json[key]?.array?.count == 1, "\(path): \(first.body)")
            let place = try #require(first.json["next"]?.string, "\(path): \(first.body)")
            let cursor = place.replacing("+", with: "%2B").replacing("=", with: "%3D")
            let next = try await running.ask("GET", "\(path)\(sign)cursor=\(cursor)", as: "bob")
            #expect(next.json[key]?.array?.count ?? 0 >= 1, "\(path): \(next.body)")
            #expect(next.json[key]?[0] != first.json[key]?[0])
            let stolen = try await running.ask("GET", "\(path)\(sign)cursor=\(cursor)")
            #expect(stolen.status == 404 && stolen.code == "not_found", "\(stolen.body)")
            let wrong = try await running.ask("GET", "\(path)\(sign)cursor=x")
            #expect(wrong.status == 404)
        }
        let listed = try await running.ask("GET", "/v1/memories", as: "bob")
        let id = try #require(listed.json["memories"]?[0]?["id"]?.string)
        let episodes = try await running.ask("GET", "/v1/episodes", as: "bob")
        let episode = try #require(episodes.json["episodes"]?[0]?["id"]?.string)
        for (method, path, json) in [
            ("GET", "/v1/memories/\(id)", nil), ("GET", "/v1/memories/\(id)/versions", nil),
            ("GET", "/v1/memories/\(id)/associations", nil),
            ("POST", "/v1/memories/\(id)/correction", ["content": "no"]),
            ("PUT", "/v1/memories/\(id)/pin", nil), ("DELETE", "/v1/memories/\(id)/pin", nil),
            ("POST", "/v1/memories/\(id)/tags", ["tags": ["x"]]),
            ("DELETE", "/v1/memories/\(id)/tags?tag=x", nil),
            ("GET", "/v1/episodes/\(episode)", nil),
        ] as [(String, String, JSON?)] {
            let answer = try await running.ask(method, path, json: json)
            #expect(answer.status == 404, "\(method) \(path): \(answer.body)")
        }
    }

    @Test(
        "a namespace is what its bytes say, whatever they look like",
        arguments: [
            "Bob", "bob ", " bob", "bob%2Fx", "../bob", "bo%62%20", "b%C3%B3b", "bo%CC%81b",
            "%EF%BD%82ob", "bob'%20OR%201=1--", "bob%22", "%2A", "%25", "bo_", "bob%0A", "bob%00",
        ])
    func hostileNames(name: String) async throws {
        let running = try RunningServer()
        _ = try await running.tell("quicksilver under the stairs", as: "bob")
        let asTenant = try await running.ask(
            "POST", "/v1/recall?namespace=\(name)", json: ["question": "quicksilver"])
        #expect(asTenant.status == 403 || asTenant.status == 400)
        let asOwner = try await running.ask(
            "POST", "/v1/recall?namespace=\(name)", as: "all", json: ["question": "quicksilver"])
        #expect(asOwner.status == 400 || asOwner.json["results"] == [], "\(asOwner.body)")
    }

    @Test("tenants with hostile names are kept apart from their neighbours")
    func hostileTenants() async throws {
        let running = try RunningServer()
        let now = Moment(CivilDate(year: 2026, month: 5, day: 4))
        let names = ["é", "e\u{301}", "a'b", "a\"b", "a/b", "a%b", "*", "default", "A", "a"]
        var texts: [String] = []
        for (number, name) in names.enumerated() {
            let made = AccessToken.make(
                name: "t\(number)", namespaces: [name], scopes: [.read, .write], now: now,
                expiresAt: nil, secret: Array(repeating: UInt8(60 + number), count: 32))
            try running.tokens.add(made.token)
            texts.append(made.text)
            let told = try await running.ask(
                "POST", "/v1/memories", as: made.text, json: ["content": "quicksilver \(number)"])
            #expect(told.status == 201)
        }
        for (number, text) in texts.enumerated() {
            let found = try await running.ask(
                "POST", "/v1/recall", as: text, json: ["question": "quicksilver", "limit": 100])
            let contents = found.json["results"]?.array?.compactMap { $0["content"]?.string }
            #expect(contents == ["quicksilver \(number)"], "\(names[number].debugDescription)")
            let listed = try await running.ask("GET", "/v1/namespaces", as: text)
            #expect(listed.json["namespaces"]?.array?.count == 1)
        }
    }
}
