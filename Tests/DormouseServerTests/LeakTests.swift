import Foundation
import HTTPServerTestSupport
import JSON
import Memory
import Testing

@testable import DormouseServer

@Suite("Nothing of one tenant reaches another", .serialized)
struct LeakTests {
    /// A request for each route, as somebody would send it who knows the other's ids.
    private static func requests(_ id: String, _ receipt: JSON) -> [String: JSON?] {
        [
            "remember": ["content": "mine"], "rememberMany": ["memories": [["content": "mine"]]],
            "memory": nil, "forget": nil, "verify": receipt,
            "recall": ["question": "quicksilver", "limit": 1000],
            "list": nil, "search": nil, "sessions": nil, "facts": nil, "episodes": nil,
            "episode": nil, "associations": nil, "sleepCycles": nil, "versions": nil,
            "correct": ["content": "mine"], "pin": nil, "unpin": nil, "tag": ["tags": ["mine"]],
            "untag": nil,
            "context": ["question": "quicksilver"], "startSleep": [:], "sleepStatus": nil,
            "export": nil, "import": nil, "namespaces": nil, "statistics": nil, "health": nil,
            "version": nil, "metrics": nil, "openapi": nil, "page": nil,
        ]
    }

    private static let secrets = ["quicksilver", "bobs-session", "bobs-tag", "bob"]

    @Test("over every route, with the other's ids, receipts and namespace")
    func everyRoute() async throws {
        let running = try RunningServer()
        let told = try await running.ask(
            "POST", "/v1/memories", as: "bob",
            json: [
                "content": "quicksilver under the stairs", "session_id": "bobs-session",
                "tags": ["bobs-tag"], "occurred_at": "2026-03-02T09:00:00Z",
            ])
        let id = told.json["id"]?.string ?? ""
        let gone = try await running.tell("quicksilver in the attic", as: "bob")
        let receipt = try await running.ask("DELETE", "/v1/memories/\(gone)", as: "bob").json
        let requests = Self.requests(id, receipt)
        for route in running.server.router.routes {
            let json = try #require(requests[route.name], "no request for \(route.name)")
            let path = route.path.replacing("{id}", with: id)
            let needed = ["search": "q=quicksilver", "untag": "tag=bobs-tag"][route.name]
            for query in ["", "?namespace=bob", "?namespace=ada&namespace=bob", "?namespace=BOB"] {
                let more = needed.map { (query.isEmpty ? "?" : "&") + $0 } ?? ""
                let answer = try await running.ask(route.method, path + query + more, json: json)
                if query == "?namespace=bob", route.hasNamespace {
                    #expect(answer.status == 403, "\(route.name)")
                }
                // The question comes back with its answer.
                let text = answer.body.replacing("\"question\":\"quicksilver\"", with: "")
                for secret in Self.secrets {
                    #expect(!text.contains(secret), "\(route.name)\(query): \(answer.body)")
                }
            }
        }
        // All of it is still there.
        let still = try await running.ask("GET", "/v1/memories/\(id)", as: "bob")
        #expect(still.json["content"] == "quicksilver under the stairs")
        let own = try await running.ask("POST", "/v1/receipts/verify", as: "bob", json: receipt)
        #expect(own.json["erased"] == true)
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
            #expect(wrong.status == 400)
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
