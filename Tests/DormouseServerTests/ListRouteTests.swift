import Foundation
import HTTPServerTestSupport
import JSON
import Testing

@testable import DormouseServer

/// Lists, filters, corrections, marks and what sleep made, over REST.
@Suite("Lists and marks over REST", .serialized)
struct ListRouteTests {
    private func tell(_ running: RunningServer, _ day: Int, _ text: String, by speaker: String)
        async throws -> String
    {
        let told = try await running.ask(
            "POST", "/v1/memories",
            json: [
                "content": .string(text), "speaker": .string(speaker),
                "session_id": .string("s\(day % 2)"), "tags": [.string("t\(day % 3)")],
                "metadata": ["status": .string(day > 3 ? "open" : "done"), "day": .int(day)],
                "occurred_at": .string("2026-03-0\(day)T09:00:00Z"),
            ])
        return try #require(told.json["id"]?.string, "\(told.body)")
    }

    private func contents(_ running: RunningServer, _ target: String) async throws -> [String] {
        let answer = try await running.ask("GET", target)
        #expect(answer.status == 200, "\(target): \(answer.body)")
        return (answer.json["memories"] ?? answer.json["results"])?.array?
            .compactMap { $0["content"]?.string } ?? []
    }

    private func told() async throws -> RunningServer {
        let running = try RunningServer()
        for day in 1...6 {
            _ = try await tell(running, day, "day \(day)", by: day < 4 ? "Ada" : "Ben")
        }
        return running
    }

    @Test(
        "filters combine, a day is the whole day, the latest comes first",
        arguments: [
            ("", "6 5 4 3 2 1"), ("?speaker=ada", "3 2 1"), ("?session=s1&speaker=Ben", "5"),
            ("?tag=t0", "6 3"), ("?tag=t0&tag=t1", ""), ("?metadata=status%3Dopen", "6 5 4"),
            ("?metadata=day=2", "2"), ("?since=2026-03-02&until=2026-03-02", "2"),
            ("?since=2026-03-05", "6 5"), ("?until=2026-03-02T09:00:00Z", "1"),
            ("?oldest_first=true&limit=2", "1 2"), ("?order=told&limit=2", "6 5"),
            ("?speaker=Nobody", ""),
        ])
    func filters(query: String, days: String) async throws {
        let running = try await told()
        let found = try await contents(running, "/v1/memories" + query)
        #expect(found == days.split(separator: " ").map { "day \($0)" })
    }

    @Test("a page goes on where the one before ended, whatever is told meanwhile")
    func pages() async throws {
        let running = try await told()
        var found: [String] = []
        var query = "?limit=2"
        for day in 7...9 {
            let page = try await running.ask("GET", "/v1/memories" + query)
            found += page.json["memories"]?.array?.compactMap { $0["content"]?.string } ?? []
            _ = try await tell(running, day, "day \(day)", by: "Ada")
            query = "?limit=2&cursor=\(page.json["next"]?.string ?? "-")"
        }
        #expect(found == (1...6).reversed().map { "day \($0)" })
        // Of another order, it is of another list.
        let other = try await running.ask("GET", "/v1/memories\(query)&order=told")
        #expect(other.status == 400 || other.status == 404)
    }

    @Test("recall and search take the filters, and only recall strengthens")
    func recallFilters() async throws {
        let running = try await told()
        let filtered = try await running.ask(
            "POST", "/v1/recall",
            json: [
                "question": "Which day?", "speaker": "ada", "tags": ["t1"],
                "metadata": ["status": "done", "day": 1], "until": "2026-03-01", "limit": 3,
            ])
        #expect(filtered.json["results"]?.array?.compactMap { $0["content"]?.string } == ["day 1"])
        #expect(
            try await contents(running, "/v1/search?q=day&speaker=Ben&limit=9").sorted()
                == ["day 4", "day 5", "day 6"])
        let counts = try await running.ask("GET", "/v1/statistics")
        #expect(counts.json["accesses"] == 1)
        for json: JSON in [
            ["question": "x", "since": "2026-03-03", "until": "2026-03-02"],
            ["question": "x", "tags": "t"], ["question": "x", "metadata": ["a": ["b"]]],
        ] {
            #expect(try await running.ask("POST", "/v1/recall", json: json).status == 400)
        }
        let empty = try await running.ask(
            "GET", "/v1/memories?since=2026-03-03&until=2026-03-02")
        #expect(empty.status == 400)
    }

    @Test("a correction supersedes, its versions are kept, marks are given and taken back")
    func marks() async throws {
        let running = try RunningServer()
        let old = try await tell(running, 1, "I live in Lisbon", by: "Ada")
        let corrected = try await running.ask(
            "POST", "/v1/memories/\(old)/correction", json: ["content": "I live in Porto"])
        #expect(corrected.status == 201 && corrected.json["supersedes"]?.string == old)
        let new = try #require(corrected.json["id"]?.string)
        let again = try await running.ask(
            "POST", "/v1/memories/\(old)/correction", json: ["content": "I live in Faro"])
        #expect(again.status == 409 && again.body.contains(new))
        let last = try await running.ask(
            "POST", "/v1/memories/\(new)/correction", json: ["content": "I live in Faro"])
        #expect(last.status == 201)
        let recalled = try await running.ask(
            "POST", "/v1/recall", json: ["question": "Where in Lisbon does Ada live?"])
        let results = try #require(recalled.json["results"]?.array)
        #expect(results[0]["content"] == "I live in Faro")
        #expect(results[0]["superseded_by"] == .null)
        #expect(results.last?["superseded_by"]?.string?.isEmpty == false)
        for id in [old, new] {
            #expect(
                try await contents(running, "/v1/memories/\(id)/versions")
                    == ["I live in Lisbon", "I live in Porto", "I live in Faro"])
        }
        let shown = try await running.ask("GET", "/v1/memories/\(old)")
        #expect(shown.json["superseded_by"]?.string == new)

        let path = "/v1/memories/\(new)"
        #expect(try await running.ask("PUT", path + "/pin").json["pinned"] == true)
        #expect(try await running.ask("DELETE", path + "/pin").json["pinned"] == false)
        let tagged = try await running.ask(
            "POST", path + "/tags", json: ["tags": ["later", "t1"]])
        #expect(tagged.json["later_tags"] == ["later"] && tagged.json["tags"] == ["t1"])
        #expect(try await contents(running, "/v1/memories?tag=later") == ["I live in Porto"])
        let untagged = try await running.ask("DELETE", path + "/tags?tag=later&tag=x")
        #expect(untagged.status == 200 && untagged.json["later_tags"] == nil)
        #expect(try await running.ask("DELETE", path + "/tags?tag=later").status == 404)
        #expect(try await running.ask("DELETE", path + "/tags?tag=t1").status == 400)
        #expect(running.log.text.contains("\"action\":\"correct\""))
    }

    @Test("sessions, facts, episodes, a neighbourhood and cycles")
    func derived() async throws {
        let running = try RunningServer()
        #expect(try await running.ask("GET", "/v1/facts").json["facts"] == [])
        #expect(try await running.ask("GET", "/v1/episodes").json["episodes"] == [])
        #expect(try await running.ask("GET", "/v1/sleep/cycles").json["cycles"] == [])
        let first = try await tell(running, 1, "I live in Lisbon", by: "Ada")
        _ = try await tell(running, 3, "I live in Porto", by: "Ada")
        _ = try await tell(running, 2, "I live in Faro near Lisbon", by: "Ben")
        _ = try await running.ask(
            "POST", "/v1/sleep", json: [:], head: [("Accept", "text/event-stream")])
        let sessions = try await running.ask("GET", "/v1/sessions")
        #expect(
            sessions.json["sessions"]?.array?.map { $0["session_id"]?.string } == ["s1", "s0"])
        #expect(sessions.json["sessions"]?[0]?["speakers"] == ["Ada"])
        #expect(
            try await running.ask("GET", "/v1/sessions?speaker=ben").json["sessions"]?.array?.count
                == 1)

        let now = try await running.ask("GET", "/v1/facts?subject=ada")
        #expect(now.json["facts"]?.array?.map { $0["value"]?.string } == ["Porto"], "\(now.body)")
        let then = try await running.ask("GET", "/v1/facts?subject=Ada&as_of=2026-03-02")
        #expect(then.json["facts"]?.array?.map { $0["value"]?.string } == ["Lisbon"])
        #expect(then.json["facts"]?[0]?["memory_id"]?.string == first)
        let all = try await running.ask("GET", "/v1/facts?past=true&limit=2")
        #expect(all.json["facts"]?.array?.count == 2)
        let rest = try await running.ask(
            "GET", "/v1/facts?past=true&cursor=\(all.json["next"]?.string ?? "-")")
        #expect(rest.json["facts"]?.array?.count == 1 && rest.json["next"] == .null)

        let episodes = try await running.ask("GET", "/v1/episodes?session=s1")
        let episode = try #require(episodes.json["episodes"]?[0]?["id"]?.string)
        let whole = try await running.ask("GET", "/v1/episodes/\(episode)")
        #expect(whole.json["members"]?.array?.isEmpty == false)
        let near = try await running.ask("GET", "/v1/memories/\(first)/associations?depth=2")
        #expect(near.json["memories"]?[0]?["id"]?.string == first)
        #expect(near.json["associations"]?.array?.isEmpty == false, "\(near.body)")
        let cycles = try await running.ask("GET", "/v1/sleep/cycles?limit=1")
        #expect(cycles.json["cycles"]?[0]?["new_memories"] == 3 && cycles.json["next"] == .null)
    }
}
