import Endpoints
import HTTPServerTestSupport
import JSON
import PostgreSQL
import PostgreSQLTestSupport
import Settings
import Testing

@testable import DormouseServer

@Suite(
    "Declared endpoints over HTTP and MCP", .serialized,
    .enabled(if: TestServer.isInstalled(), Comment(rawValue: TestServer.missing)))
struct EndpointRouteTests {
    private let running: RunningServer

    init() async throws {
        let database = try TestDatabase()
        let owner = try database.connect()
        try owner.execute(
            script: """
                CREATE TABLE thing (id int PRIMARY KEY, name text, size double precision);
                INSERT INTO thing SELECT n, 'thing ' || n, n / 2.0 FROM generate_series(1, 20) n;
                """)
        owner.close()
        let text = """
            endpoints:
              database: \(database.url)
              timeout: 60s
              queries:
                find-thing:
                  summary: Things by name
                  sql: |
                    SELECT id, name, size FROM thing WHERE (:q IS NULL OR name = :q)
                        AND size <= coalesce(:most, 1000) AND id <> ALL (coalesce(:but, ARRAY['0'])::int[])
                    ORDER BY id LIMIT :k
                  rows: 15
                  parameters:
                    q: {type: text, max_length: 20}
                    k: {type: integer, min: 1, max: 50, default: 3, help: Rows at most}
                    most: {type: number, min: 0}
                    but: {type: texts}
                broken:
                  sql: SELECT (SELECT id FROM thing) AS one
                recall:
                  sql: SELECT 1 AS one
                hidden:
                  sql: SELECT 1 AS one
                  tool: false
            """
        let file = try SettingsFile(text: text, sections: ["endpoints"], environment: [:])
        let asked = try EndpointDatabase(try EndpointConfiguration(file), embed: nil)
        running = try RunningServer(
            endpoints: ServedEndpoints(asked, columns: try await asked.check()))
    }

    @Test("an endpoint answers GET and POST alike, with its defaults and limits")
    func asking() async throws {
        let first = try await running.ask("GET", "/v1/endpoints/find-thing")
        #expect(first.status == 200 && first.json["count"] == 3)
        #expect(first.json["rows"]?[0] == ["id": 1, "name": "thing 1", "size": 0.5])
        let posted = try await running.ask(
            "POST", "/v1/endpoints/find-thing", json: ["q": "thing 7"])
        #expect(posted.json["rows"] == [["id": 7, "name": "thing 7", "size": 3.5]])
        let same = try await running.ask("GET", "/v1/endpoints/find-thing?q=thing%207")
        #expect(same.json["rows"] == posted.json["rows"])
        let many = try await running.ask(
            "GET", "/v1/endpoints/find-thing?k=50&but=1&but=2&most=9.5")
        #expect(many.json["count"] == 15 && many.json["more"] == true)
        #expect(many.json["rows"]?[0]?["id"] == 3)
        let hostile = try await running.ask(
            "GET", "/v1/endpoints/find-thing?q='%3BDROP%20TABLE%20thing")
        #expect(hostile.json["count"] == 0)
    }

    @Test(
        "parameters of a wrong type, unknown ones and too many are refused by name",
        arguments: [
            ("k=0", "k"), ("k=51", "k"), ("k=three", "k"), ("k=1&k=2", "k"), ("most=x", "most"),
            ("most=-1", "most"), ("q=123456789012345678901", "q"), ("limit=3", "limit"),
            ("q=%00", "q"),
        ])
    func refusals(query: String, name: String) async throws {
        let answer = try await running.ask("GET", "/v1/endpoints/find-thing?" + query)
        #expect(answer.status == 400 && answer.json["code"] == "invalid_input")
        #expect(answer.json["detail"]?.string?.contains(name) == true, "\(answer.json)")
        #expect(try await running.ask("GET", "/v1/endpoints/nothing").status == 404)
        #expect(try await running.ask("PUT", "/v1/endpoints/hidden").status == 405)
        #expect(
            try await running.ask("POST", "/v1/endpoints/find-thing", json: ["k": "3"]).status
                == 400)
    }

    @Test("a token without the scope read is refused, and so is nobody")
    func access() async throws {
        let writer = try running.add("writer", namespaces: nil, scopes: [.write])
        for tenant in [writer, nil] {
            let answer = try await running.ask("GET", "/v1/endpoints/hidden", as: tenant)
            #expect(answer.status == (tenant == nil ? 401 : 403))
        }
    }

    @Test("OpenAPI has them, with their parameters and the columns of their rows")
    func document() async throws {
        let document = try await running.ask("GET", "/openapi.json", as: nil).json
        let get = document["paths"]?["/v1/endpoints/find-thing"]?["get"]
        let names = get?["parameters"]?.array?.compactMap { $0["name"]?.string }
        #expect(names == ["q", "k", "most", "but"])
        #expect(get?["parameters"]?[1]?["schema"]?["maximum"] == 50)
        let rows = document["components"]?["schemas"]?["Rows_find_thing"]
        #expect(
            rows?["properties"]?["rows"]?["items"]?["properties"]?["size"]?["type"]
                == ["number", "string", "null"])
        let list = try await running.ask("GET", "/v1/endpoints").json
        #expect(list["endpoints"]?[0]?["name"] == "find-thing")
    }

    @Test("agents have them as tools, but for those that are kept from them")
    func tools() async throws {
        func call(_ method: String, _ parameters: JSON) async throws -> JSON {
            try await running.ask(
                "POST", "/mcp",
                json: ["jsonrpc": "2.0", "id": 1, "method": .string(method), "params": parameters],
                head: [("Accept", "application/json, text/event-stream")]
            ).json
        }
        _ = try await call(
            "initialize",
            [
                "protocolVersion": "2025-11-25", "capabilities": [:],
                "clientInfo": ["name": "t", "version": "1"],
            ])
        let modern: JSON.Object = [
            "_meta": [
                "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                "io.modelcontextprotocol/clientCapabilities": [:],
            ]
        ]
        func ask(_ method: String, _ more: JSON.Object, name: String? = nil) async throws -> JSON {
            var parameters = modern
            for entry in more.entries { parameters[entry.key] = entry.value }
            var head = [
                ("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", method),
                ("Accept", "application/json, text/event-stream"),
            ]
            if let name { head.append(("Mcp-Name", name)) }
            return try await running.ask(
                "POST", "/mcp",
                json: [
                    "jsonrpc": "2.0", "id": 1, "method": .string(method),
                    "params": .object(parameters),
                ], head: head
            ).json
        }
        let listed = try await ask("tools/list", [:])["result"]?["tools"]?.array ?? []
        let names = listed.compactMap { $0["name"]?.string }
        #expect(names.contains("find_thing") && !names.contains("hidden"))
        #expect(names.filter { $0 == "recall" }.count == 1)
        let result = try await ask(
            "tools/call", ["name": "find_thing", "arguments": ["q": "thing 2"]], name: "find_thing"
        )["result"]
        #expect(result?["structuredContent"]?["rows"]?[0]?["id"] == 2)
        let wrong = try await ask(
            "tools/call", ["name": "find_thing", "arguments": ["k": 99]], name: "find_thing"
        )["result"]
        #expect(wrong?["isError"] == true)
        let broken = try await ask(
            "tools/call", ["name": "broken", "arguments": [:]], name: "broken")["result"]
        #expect(broken?["content"]?[0]?["text"] == "broken failed; the log says why")
        #expect(running.log.text.contains("SELECT id FROM thing"))
    }

    @Test("what the database says of a question that failed is for the log, not for who asked")
    func failure() async throws {
        let answer = try await running.ask("GET", "/v1/endpoints/broken")
        #expect(answer.status == 500 && answer.json["detail"] == "broken failed; the log says why")
        #expect(!answer.body.contains("SELECT"))
        #expect(running.log.text.contains("SELECT id FROM thing"))
    }
}
