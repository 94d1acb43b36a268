import Foundation
import HTTPServerTestSupport
import JSON
import Testing

@testable import DormouseServer

@Suite("OpenAPI and metrics", .serialized)
struct OpenAPITests {
    @Test("every route is in the document, and every reference leads somewhere")
    func document() async throws {
        let running = try RunningServer()
        let document = try await running.ask("GET", "/openapi.json", as: nil).json
        #expect(document["openapi"] == "3.1.0")
        for route in running.server.router.routes {
            // What speaks a protocol of its own is described by that.
            guard route.isDocumented else {
                #expect(route.path == "/mcp" && document["paths"]?["/mcp"] == nil)
                continue
            }
            let operation = document["paths"]?[route.path]?[route.method.lowercased()]
            #expect(operation?["operationId"]?.string == route.name, "\(route.path)")
            #expect(operation?["responses"]?["default"] != nil)
        }
        let schemas = document["components"]?["schemas"]?.object
        for reference in document.text().matches(of: /"#\/components\/schemas\/([A-Za-z]+)"/) {
            #expect(schemas?[String(reference.1)] != nil, "\(reference.1)")
        }
        let names = running.server.router.routes.map(\.name)
        #expect(Set(names).count == names.count)
    }

    @Test("a browser gets a page that asks no other host")
    func page() async throws {
        let running = try RunningServer()
        let page = try await running.ask(
            "GET", "/openapi.json", as: nil, head: [("Accept", "text/html,*/*")])
        #expect(page.fields["content-type"] == "text/html; charset=utf-8")
        #expect(page.body.contains("POST /v1/recall"))
        #expect(!page.body.contains("http://") && !page.body.contains("https://"))
        #expect(!page.body.contains("<script"))
        #expect(page.fields["content-security-policy"]?.hasPrefix("default-src 'none'") == true)
    }

    @Test("docs/rest.md is what the declarations say")
    func manual() async throws {
        let running = try RunningServer()
        let page = try await running.ask(
            "GET", "/openapi.json", as: nil, head: [("Accept", "text/markdown")])
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "docs/rest.md")
        let kept = try String(contentsOf: file, encoding: .utf8)
        #expect(
            page.body == kept,
            "write it anew: curl --unix-socket HOME/socket -H 'Accept: text/markdown' http://home/openapi.json > docs/rest.md"
        )
    }

    @Test("what the server answers fits the schemas it declares")
    func answers() async throws {
        let running = try RunningServer()
        let id = try await running.tell("Ada moved to Lisbon")
        let more = try await running.ask(
            "POST", "/v1/memories",
            json: ["content": "I live in Porto", "speaker": "Ben", "session_id": "s"])
        let ben = more.json["id"]?.string ?? ""
        _ = try await running.ask(
            "POST", "/v1/sleep", json: [:], head: [("Accept", "text/event-stream")])
        let episode =
            try await running.ask("GET", "/v1/episodes").json["episodes"]?[0]?["id"]?.string ?? ""
        let question: JSON = ["question": "Where does Ada live?", "explain": true]
        let asked: [(String, String, JSON?, String)] = [
            ("POST", "/v1/memories", ["content": "x"], "Remembered"),
            ("GET", "/v1/memories/\(id)", nil, "Memory"),
            ("POST", "/v1/recall", question, "RecallAnswer"),
            ("POST", "/v1/context", ["question": "Ada"], "Context"),
            ("GET", "/v1/statistics", nil, "Statistics"),
            ("GET", "/v1/namespaces", nil, "Namespaces"), ("GET", "/v1/sleep", nil, "SleepStatus"),
            ("GET", "/v1/memories?limit=1", nil, "MemoryPage"),
            ("GET", "/v1/search?q=Ada", nil, "RecallAnswer"),
            ("GET", "/v1/sessions", nil, "SessionPage"), ("GET", "/v1/facts", nil, "FactPage"),
            ("GET", "/v1/episodes", nil, "EpisodePage"),
            ("GET", "/v1/episodes/\(episode)", nil, "EpisodeWithMemories"),
            ("GET", "/v1/sleep/cycles", nil, "SleepCycles"),
            ("POST", "/v1/memories/\(ben)/correction", ["content": "Faro"], "Remembered"),
            ("GET", "/v1/memories/\(ben)/versions", nil, "Versions"),
            ("GET", "/v1/memories/\(ben)/associations", nil, "Neighbourhood"),
            ("PUT", "/v1/memories/\(ben)/pin", nil, "Memory"),
            ("POST", "/v1/memories/\(ben)/tags", ["tags": ["x"]], "Memory"),
            ("DELETE", "/v1/memories/\(ben)/tags?tag=x", nil, "Memory"),
            ("DELETE", "/v1/memories/\(ben)/pin", nil, "Memory"),
            ("GET", "/health", nil, "Health"), ("GET", "/v1/version", nil, "Version"),
            ("DELETE", "/v1/memories/\(id)", nil, "Receipt"),
            ("GET", "/v1/memories/\(id)", nil, "Problem"),
            ("POST", "/v1/recall", ["q": 1], "Problem"),
        ]
        for (method, target, json, schema) in asked {
            let answer = try await running.ask(method, target, json: json)
            #expect(
                running.server.app.schemas.violations(of: answer.json, schema).isEmpty,
                "\(method) \(target): \(answer.body)")
        }
    }

    @Test("metrics count requests by route, never by what was asked")
    func metrics() async throws {
        let running = try RunningServer()
        _ = try await running.tell("Ada moved to Lisbon")
        let text = try await running.ask("GET", "/metrics").body
        #expect(
            text.contains(
                "dormouse_http_requests_total{method=\"POST\",route=\"/v1/memories\",status=\"201\"} 1"
            ))
        #expect(text.contains("dormouse_memories_told_total{outcome=\"stored\"} 1"))
        #expect(!text.contains("ada") && !text.contains("Lisbon"))
        let promtool = "/usr/bin/promtool"
        guard FileManager.default.isExecutableFile(atPath: promtool) else {
            print("promtool is not installed (Debian: prometheus): its check is skipped")
            return
        }
        let complaints = try await onThread {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: promtool)
            process.arguments = ["check", "metrics"]
            let (input, output) = (Pipe(), Pipe())
            process.standardInput = input
            process.standardOutput = output
            process.standardError = output
            try process.run()
            input.fileHandleForWriting.write(Data(text.utf8))
            try input.fileHandleForWriting.close()
            let said = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return "\(process.terminationStatus) " + String(decoding: said, as: UTF8.self)
        }
        #expect(complaints == "0 ")
    }
}
