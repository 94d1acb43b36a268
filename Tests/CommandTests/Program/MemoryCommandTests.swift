import Foundation
import JSON
import Testing

/// Listing, filters, corrections, tags, pins and undo, as a person types them.
@Suite struct MemoryCommandTests {
    private let home: CommandHome

    init() throws { home = try CommandHome() }

    private func tell(_ text: String, _ more: String...) throws -> String {
        let arguments = ["remember", text, "--json"] + more
        let told = try home.start(CommandHome.program, arguments).wait()
        return try #require(try told.json()["id"]?.string, "\(told.errors)")
    }

    private func contents(_ arguments: String...) throws -> [String] {
        let result = try home.start(CommandHome.program, arguments + ["--json"]).wait()
        #expect(result.code == 0, "\(result.errors)")
        let json = try result.json()
        return (json["memories"] ?? json["results"])?.array?.compactMap { $0["content"]?.string }
            ?? []
    }

    @Test func aDayIsTheWholeDayAndAnEmptyRangeIsAnError() throws {
        _ = try tell("breakfast", "--at", "2026-03-02 08:00")
        _ = try tell("supper", "--at", "2026-03-02 20:00")
        _ = try tell("breakfast again", "--at", "2026-03-03 08:00")
        let day = ["--since", "2026-03-02", "--until", "2026-03-02"]
        #expect(try contents("list", day[0], day[1], day[2], day[3]) == ["supper", "breakfast"])
        #expect(
            try contents("recall", "supper breakfast", day[0], day[1], day[2], day[3]).count == 2)
        #expect(try contents("list", "--until", "2026-03-02 20:00") == ["breakfast"])
        for range in [("2026-03-03", "2026-03-02"), ("2026-03-02 09:00", "2026-03-02 09:00")] {
            for command in [["recall", "x"], ["list"], ["recent"]] {
                let result = try home.start(
                    CommandHome.program, command + ["--since", range.0, "--until", range.1]
                ).wait()
                #expect(result.code == 2)
                #expect(result.errors.contains("--until must be later"))
            }
        }
        let noted = try home.run("recall", "supper", "--as-of", "2026-03-03", "--json").json()
        #expect(noted["notes"]?.array?.contains { $0.string?.contains("00:00") == true } == true)
    }

    @Test func whatIsListedFilteredCorrectedTaggedPinnedAndUndone() throws {
        let first = try tell("Ada lives in Lisbon", "--speaker", "Ada", "--tag", "home")
        _ = try tell("Ben lives in Porto", "--speaker", "Ben", "--session", "s")
        #expect(try contents("recent", "--limit", "1") == ["Ben lives in Porto"])
        #expect(try contents("list", "--speaker", "Ada") == ["Ada lives in Lisbon"])
        #expect(try contents("list", "--tag", "home") == ["Ada lives in Lisbon"])
        let ofSession = try contents("recall", "Who lives where?", "--session", "s")
        #expect(ofSession == ["Ben lives in Porto"])
        let page = try home.run("list", "--limit", "1", "--json").json()
        let cursor = try #require(page["next"]?.string)
        #expect(try contents("list", "--limit", "1", "--cursor", cursor) == ["Ada lives in Lisbon"])
        #expect(try home.run("list", "--cursor", "x").code == 2)
        #expect(try home.run("recent", "--cursor", cursor).code == 2)
        #expect(try home.run("list", "--cursor", cursor, "--namespace", "other").code == 2)
        #expect(try home.run("list", "--metadata", "x").code == 2)

        let corrected = try home.run("correct", first, "Ada lives in Faro", "--json")
        #expect(corrected.code == 0, "\(corrected.errors)")
        let new = try #require(try corrected.json()["id"]?.string)
        #expect(try corrected.json()["supersedes"]?.string == first)
        let shown = try home.run("show", first).output
        #expect(shown.contains("corrected by") && shown.contains("Ada lives in Faro"), "\(shown)")
        #expect(try home.run("show", first, "--json").json()["versions"]?.array?.count == 2)
        #expect(try home.run("show", new, "--json").json()["supersedes"]?.string == first)
        #expect(try home.run("show", new, "--json").json()["speaker"] == "Ada")
        #expect(try home.run("remember", "No", "--replaces", first).code == 1)
        let answer = try home.run("recall", "Where in Lisbon does Ada live?")
        #expect(answer.output.contains("holds no longer"))

        #expect(try home.run("tag", first, "old", "--json").json()["tags"] == ["home", "old"])
        #expect(try contents("list", "--tag", "old") == ["Ada lives in Lisbon"])
        #expect(try home.run("tag", first, "old", "--remove").code == 0)
        #expect(try home.run("tag", first, "home", "--remove").code == 1)
        #expect(try home.run("pin", first).code == 0)
        #expect(try home.run("show", first, "--json").json()["pinned"] == true)
        #expect(try home.run("unpin", first).code == 0)

        #expect(try home.run("undo").code == 1)
        let dry = try home.run("undo", "--dry-run").output
        #expect(dry.contains("Ada lives in Faro") && dry.contains("1 memory would go"))
        #expect(try home.run("undo", "--yes", "--json").json()["undone"] == [.string(new)])
        #expect(try home.run("show", new).code == 1)
        #expect(try home.run("show", first).output.contains("corrected by") == false)
    }

    @Test func codeKeepsItsFormAndALongMemoryShowsWhatFits() throws {
        let code = "func f() {\n    let table = [\n        \"a\":   1,\n    ]\n}"
        _ = try tell(code)
        #expect(try home.run("recall", "func table").output.contains("            \"a\":   1,\n"))
        let filler = String(repeating: "Nothing of note happened on that day. ", count: 60)
        _ = try tell(filler + "The wombat slept under the veranda. " + filler)
        let text = try home.run("recall", "Where did the wombat sleep?", "--limit", "1").output
        #expect(text.contains("wombat"), "\(text)")
        let json = try home.run(
            "recall", "Where did the wombat sleep?", "--limit", "1", "--json", "--max-chars", "200"
        ).json()
        let result = try #require(json["results"]?.array?.first)
        #expect(result["content"]?.string?.count == 200)
        #expect(result["content_chars"]?.int ?? 0 > 4000)
        #expect(result["passage"]?["from_byte"]?.int ?? 0 > 0)
    }

    @Test func whatIsSaidSeveralTimesIsSaidOnce() throws {
        for hour in 1...4 { _ = try tell("The pump is dry", "--at", "2026-03-02 0\(hour):00") }
        let answer = try home.run("recall", "pump")
        #expect(answer.output.contains("said 4 times, last on"))
        #expect(try contents("recall", "pump").count == 1)
        #expect(try contents("recall", "pump", "--all").count == 4)
    }

    /// A wrong word, and the right one that the answer names.
    @Test(arguments: [
        (["search", "x"], "recall"), (["find", "x"], "recall"), (["add", "x"], "remember"),
        (["delete", "x"], "forget"), (["rm", "x"], "forget"), (["remove", "x"], "forget"),
        (["ls"], "list"), (["edit", "x"], "correct"), (["update", "x"], "correct"),
        (["recall", "x", "--top-k", "3"], "--limit"),
        (["recall", "x", "--user", "Ada"], "--speaker"), (["list", "--before", "now"], "--until"),
        (["remember", "x", "--role", "boss"], "assistant"),
        (["remember", "--verbose is noisy"], "--"), (["remember", "-v is noisy"], "--"),
    ])
    func aWrongWordIsToldTheRightOne(_ arguments: [String], _ says: String) throws {
        let result = try home.start(CommandHome.program, arguments).wait()
        #expect(result.code == 2)
        #expect(result.errors.contains(says), "\(result.errors)")
    }

    @Test func whatWasErasedIsSaidToComeBack() throws {
        let file = try home.write("in.jsonl", #"{"content":"x","at":"2026-03-02"}"#)
        try home.run("import", file)
        let listed = try home.run("list", "--json").json()["memories"]?.array
        let id = try #require(listed?.first?["id"]?.string)
        try home.run("forget", id, "--yes")
        #expect(try home.run("import", file, "--respect-erasures").output.contains("left out"))
        let again = try home.run("import", file)
        #expect(again.code == 0)
        #expect(again.errors.contains("1 memory had been erased here and came back"))
    }
}
