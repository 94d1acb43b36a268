import Foundation
import HTTPServerTestSupport
import JSON
import Memory
import Testing

@testable import DormouseServer

@Suite("REST", .serialized)
struct RESTTests {
    @Test("a memory is told, looked at, found, put into a context, erased and verified")
    func roundTrip() async throws {
        let running = try RunningServer()
        let memory: JSON = [
            "content": "Ada moved to Lisbon", "occurred_at": "2026-03-02T09:00:00Z",
            "tags": ["home"], "speaker": "Ada", "session_id": "s", "metadata": ["a": 1],
        ]
        let told = try await running.ask("POST", "/v1/memories", json: memory)
        #expect(told.status == 201)
        #expect(told.json["outcome"] == "stored")
        #expect(told.json["namespace"] == "ada")
        let id = told.json["id"]?.string ?? ""
        let again = try await running.ask("POST", "/v1/memories", json: memory)
        #expect(again.status == 200 && again.json["outcome"] == "known")
        let shown = try await running.ask("GET", "/v1/memories/\(id)")
        #expect(shown.json["content"] == "Ada moved to Lisbon")
        #expect(shown.json["metadata"] == ["a": 1])
        let recalled = try await running.ask(
            "POST", "/v1/recall", json: ["question": "Where does Ada live?", "explain": true])
        #expect(recalled.json["results"]?[0]?["id"]?.string == id)
        #expect(recalled.json["results"]?[0]?["reasons"]?.array?.isEmpty == false)
        let brief = try await running.ask(
            "POST", "/v1/recall", json: ["question": "Where does Ada live?"])
        #expect(brief.json["results"]?[0]?["reasons"] == nil)
        let context = try await running.ask(
            "POST", "/v1/context", json: ["question": "Lisbon", "token_budget": 200])
        #expect(context.json["text"]?.string?.contains("Ada: Ada moved to Lisbon") == true)
        let forgotten = try await running.ask("DELETE", "/v1/memories/\(id)")
        #expect(forgotten.status == 200)
        let verified = try await running.ask(
            "POST", "/v1/receipts/verify", json: forgotten.json)
        #expect(verified.json == ["erased": true, "faults": []])
        #expect(try await running.ask("GET", "/v1/memories/\(id)").status == 404)
        #expect(try await running.ask("DELETE", "/v1/memories/\(id)").code == "not_found")
        #expect(!running.log.text.contains("Lisbon"))
        #expect(!running.log.text.contains(running.texts["ada"] ?? "-"))
        #expect(running.log.text.contains("\"action\":\"forget\""))
    }

    @Test("many are told at once, in order, all or none")
    func batch() async throws {
        let running = try RunningServer()
        let told = try await running.ask(
            "POST", "/v1/memories/batch",
            json: ["memories": [["content": "one"], ["content": "two"]]])
        #expect(told.json["memories"]?.array?.count == 2)
        let refused = try await running.ask(
            "POST", "/v1/memories/batch",
            json: [
                "memories": [["content": "three"], ["content": "four", "occurred_at": "never"]]
            ])
        #expect(refused.status == 400)
        #expect(refused.json["errors"]?[0]?["place"] == "$.memories[1]")
        let counts = try await running.ask("GET", "/v1/statistics")
        #expect(counts.json["memories"] == 2)
    }

    @Test("a request that is sent again with its key is answered as before; another is refused")
    func idempotency() async throws {
        let running = try RunningServer()
        let key = [("Idempotency-Key", "k1")]
        let first = try await running.ask(
            "POST", "/v1/memories", json: ["content": "now"], head: key)
        let second = try await running.ask(
            "POST", "/v1/memories", json: ["content": "now"], head: key)
        #expect(first.status == 201 && second.status == 201 && first.json == second.json)
        let other = try await running.ask(
            "POST", "/v1/memories", json: ["content": "then"], head: key)
        #expect(other.status == 409 && other.code == "idempotency_mismatch")
        let elsewhere = try await running.ask(
            "POST", "/v1/memories/batch", json: ["memories": [["content": "now"]]], head: key)
        #expect(elsewhere.status == 409 && elsewhere.code == "idempotency_mismatch")
        let tenant = try await running.ask(
            "POST", "/v1/memories", as: "bob", json: ["content": "then"], head: key)
        #expect(tenant.status == 201)
    }

    @Test(
        "a body that is not as it has to be is refused, and what is wrong is named",
        arguments: [
            (#"{"content":"x","contnt":1}"#, 400, "contnt"),
            (#"{"content":"x","content":"y"}"#, 400, "key"),
            (#"{"content":1}"#, 400, "content"), (#"{}"#, 400, "content"), ("[]", 400, "object"),
            (#"{"content":""}"#, 400, "content"), ("{", 400, "JSON"), ("", 400, "body"),
            (#"{"content":"x","tags":"y"}"#, 400, "tags"),
            (#"{"content":"x","occurred_at":"yesteryear"}"#, 400, "occurred_at"),
            (#"{"content":"a\u0000b"}"#, 400, "pattern"), ("\u{feff}{}", 400, "content"),
            ("\"\\ud800\"", 400, "JSON"),
            (String(repeating: "[", count: 5000), 400, "nested"),
        ])
    func badBodies(body: String, status: Int, word: String) async throws {
        let running = try RunningServer()
        let answer = try await running.ask(
            "POST", "/v1/memories", body: Array(body.utf8),
            head: [("Content-Type", "application/json")])
        #expect(answer.status == status)
        #expect(answer.json["detail"]?.string?.contains(word) == true, "\(answer.body)")
        #expect(answer.fields["content-type"] == "application/problem+json")
    }

    @Test("bytes that are not UTF-8, another media type and a body too large are refused")
    func otherBodies() async throws {
        let running = try RunningServer()
        let json = [("Content-Type", "application/json; charset=utf-8")]
        let latin = try await running.ask(
            "POST", "/v1/memories", body: Array(#"{"content":""#.utf8) + [0xE9] + Array("\"}".utf8),
            head: json)
        #expect(latin.status == 400)
        let form = try await running.ask(
            "POST", "/v1/memories", body: Array("content=x".utf8),
            head: [("Content-Type", "application/x-www-form-urlencoded")])
        #expect(form.status == 415)
        let large = try await running.ask(
            "POST", "/v1/recall", body: Array(repeating: 0x20, count: 2 << 20), head: json)
        #expect(large.status == 413)
    }

    @Test(
        "parameters are checked by name, kind and number",
        arguments: [
            ("/v1/memories/nonsense", 400), ("/v1/statistics?limit=3", 400),
            ("/v1/statistics?namespace=", 400), ("/v1/statistics?namespace=ada&namespace=ada", 400),
            ("/v1/statistics?namespace=%ff", 400), ("/v1/statistics?namespace=a%00b", 400),
            ("/v1/statistics/", 404), ("/v1//statistics", 404), ("/v1/%2e%2e/health", 404),
            ("/v1/statistics?namespace=ada", 200), ("/v1/stati%73tics", 200),
        ])
    func parameters(target: String, status: Int) async throws {
        let running = try RunningServer()
        let answer = try await running.ask("GET", target)
        #expect(answer.status == status, "\(answer.body)")
    }

    @Test("memories go out as lines and come back, into the caller's namespace only")
    func transfer() async throws {
        let running = try RunningServer()
        _ = try await running.tell("one")
        _ = try await running.tell("two")
        let lines = try await running.ask("GET", "/v1/export")
        #expect(lines.body.split(separator: "\n").count == 2)
        let imported = try await running.ask(
            "POST", "/v1/import", as: "bob", body: Array(lines.body.utf8))
        #expect(imported.json["stored"] == 2, "\(imported.body)")
        let counts = try await running.ask("GET", "/v1/statistics", as: "bob")
        #expect(counts.json["namespaces"] == ["bob": 2])
        let refused = try await running.ask(
            "POST", "/v1/import", body: Array("{\"content\":\"a\"}\n{\"contet\":1}\n".utf8))
        #expect(refused.status == 400)
        #expect(refused.json["detail"]?.string?.contains("line 2") == true)
        let partly = try await running.ask(
            "POST", "/v1/import?keep_going=true",
            body: Array("{\"content\":\"a\"}\n{\"contet\":1}\n".utf8))
        #expect(partly.json["stored"] == 1 && partly.json["refused"]?.array?.count == 1)
    }

    @Test("sleep is told of as it goes, and its state is there afterwards")
    func sleep() async throws {
        let running = try RunningServer()
        _ = try await running.tell("Ada moved to Lisbon")
        let events = try await running.ask(
            "POST", "/v1/sleep", json: [:], head: [("Accept", "text/event-stream")])
        #expect(events.fields["content-type"] == "text/event-stream")
        #expect(events.body.hasPrefix("event: progress\ndata: {\"done\":0"))
        #expect(
            events.body.contains("event: done\ndata: {\"cycle\":1"), "\(events.body.suffix(500))")
        let status = try await running.ask("GET", "/v1/sleep")
        #expect(status.json["state"] == "idle")
        #expect(status.json["last"]?["report"]?["cycle"] == 1)
    }

    @Test("a body of which nothing is required may be left out, another may not")
    func noBody() async throws {
        let running = try RunningServer()
        #expect(try await running.ask("POST", "/v1/sleep").status == 202)
        #expect(try await running.ask("POST", "/v1/recall").status == 400)
    }

    @Test("whoever starts a sleep and listens hears its end, also where that came before")
    func shortSleep() async throws {
        let running = try RunningServer()
        let sleeper = running.server.app.sleeper
        let events = try await sleeper.startWatched(SleepRequest())
        while await sleeper.status["state"] == "running" {
            try await Task.sleep(for: .milliseconds(5))
        }
        var last: SleepRunner.Event?
        for await event in events { last = event }
        guard case .ended(.success) = last else {
            Issue.record("\(String(describing: last))")
            return
        }
    }

    @Test("HEAD, methods that are not there, and paths that are not")
    func methods() async throws {
        let running = try RunningServer()
        let head = try await running.ask("HEAD", "/v1/version")
        #expect(head.status == 200 && head.body.isEmpty)
        let put = try await running.ask("PUT", "/v1/memories", body: [])
        #expect(put.status == 405 && put.fields["allow"] == "GET, POST")
        #expect(try await running.ask("GET", "/v2/memories").status == 404)
    }
}
