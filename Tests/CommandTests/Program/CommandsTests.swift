import Foundation
import JSON
import Testing

@testable import dormouse

/// Each command as a process, without a model where none is needed.
@Suite struct CommandsTests {
    private let home: CommandHome

    init() throws { home = try CommandHome() }

    private func keys(_ json: JSON?) -> [String] { json?.object?.keys ?? [] }

    @Test func aDayWithDormouse() throws {
        let made = try home.run("init", "--json").json()
        #expect(keys(made) == ["home", "kept_in", "created", "model"])
        #expect(made["created"] == true)
        #expect(try home.run("init", "--json").json()["created"] == false)

        let told = try home.run(
            "remember", "Ada moved to Lisbon", "--at", "2026-03-02 09:05", "--session", "walk",
            "--speaker", "Ada", "--role", "user", "--tag", "home", "--tag", "city", "--json")
        #expect(told.code == 0)
        #expect(keys(try told.json()) == ["id", "outcome", "namespace"])
        #expect(try told.json()["outcome"] == "stored")
        let id = try #require(try told.json()["id"]?.string)

        let again = try home.run(
            "remember", "Ada moved to Lisbon", "--at", "2026-03-02 09:05", "--session", "walk",
            "--speaker", "Ada", "--role", "user")
        #expect(again.code == 0)
        #expect(again.output == "\(id) (known already)\n")

        let answer = try home.run("recall", "Where does Ada live?", "--json")
        #expect(answer.code == 0)
        let json = try answer.json()
        #expect(
            keys(json) == ["question", "likelihood", "window", "results", "knowledge", "notes"])
        #expect(json["results"]?.array?.count == 1)
        let first = try #require(json["results"]?.array?.first)
        for key in [
            "id", "namespace", "content", "occurred_at", "recorded_at", "speaker", "session_id",
            "tags", "rank", "score", "reasons",
        ] {
            #expect(first[key] != nil, "\(key)")
        }
        #expect(keys(first["reasons"]?.array?.first) == ["kind", "weight", "text"])

        let slept = try home.run("sleep", "--json").json()
        #expect(
            keys(slept) == [
                "cycle", "last_cycle", "as_of", "new_memories", "readings", "clock_ahead",
                "reset_cycles", "resumed_cycle", "rejected", "compacted_rows", "seconds",
                "language_model", "models",
            ])
        #expect(slept["new_memories"] == 1)
        #expect(keys(slept["models"]?.array?.first) == ["stage", "model", "rows", "seconds"])
        #expect(try home.run("sleep").output.contains("nothing new"))

        let shown = try home.run("show", String(id.prefix(13)), "--json").json()
        #expect(shown["id"]?.string == id)
        #expect(shown["traces"]?.array?.isEmpty == false)
        #expect(try home.run("show", id).output.hasPrefix("Ada moved to Lisbon\n"))

        let stats = try home.run("stats", "--json").json()
        for key in [
            "home", "memories", "sessions", "speakers", "accesses", "without_embedding", "earliest",
            "latest", "cycles", "bytes", "derived", "namespaces",
        ] {
            #expect(stats[key] != nil, "\(key)")
        }
        #expect(stats["accesses"] == 1)

        let export = try home.run("export")
        #expect(export.lines.count == 1)
        #expect(export.errors == "exported 1 memories\n" || export.errors == "exported 1 memory\n")

        let asked = try home.run("forget", id)
        #expect(asked.code == 1)
        #expect(asked.errors.contains("--yes"))
        let erased = try home.run("forget", id, "--yes", "--json")
        #expect(erased.code == 0)
        #expect(
            keys(try erased.json())
                == [
                    "receipt_id", "namespace", "memory_id", "erased_at", "digest", "removed",
                    "is_complete",
                    "checked", "pending",
                ])
        let receipt = try home.write("receipt.json", erased.output)
        let verified = try home.run("forget", "--verify", receipt, "--json")
        #expect(verified.code == 0)
        #expect(try verified.json() == ["erased": true, "faults": []])
        try home.run("remember", "Ada moved to Lisbon")
        let broken = try home.run("forget", "--verify", receipt)
        #expect(broken.code == 1)
        #expect(broken.errors.contains("kept again"))
    }

    @Test func importSaysWhatBecameOfEachAndExportComesBack() throws {
        let bad = try home.write("bad.jsonl", "{\"content\": \"a\"}\n{\"content\": }\n")
        let refused = try home.run("import", bad)
        #expect(refused.code == 1)
        #expect(refused.errors.contains("bad.jsonl, line 2, column 13"))
        let kept = try home.run("import", bad, "--keep-going", "--json")
        // What can be read is kept; that something was not is an error all the same.
        #expect(kept.code == 1)
        #expect(
            keys(try kept.json()) == [
                "format", "recognised", "read", "notes", "stored", "known", "embedded",
                "refused", "remarks",
            ])
        #expect(try kept.json()["refused"]?.array?.count == 1)
        #expect(try kept.json()["stored"] == 1)
        let told = try home.run("import", bad, "--keep-going")
        #expect(told.output.contains("1 known already"))
        #expect(told.output.contains("1 refused"))
        #expect(told.errors.contains("line 2, column 13"))

        let export = try home.run("export", "--quiet")
        #expect(export.errors == "")
        let file = try home.write("export.jsonl", export.output)
        let other = try CommandHome()
        #expect(try other.run("import", file, "--quiet").code == 0)
        #expect(try other.run("export").output == export.output)
    }

    @Test(arguments: [
        ["remember", "x"], ["recall", "x"], ["sleep"], ["stats"], ["export"], ["init"],
        ["import", CommandHome.journal.path],
    ])
    func quietSaysNothingButResults(_ arguments: [String]) throws {
        try home.run("remember", "x", model: true)
        let result = try home.start(
            CommandHome.program, arguments + ["--quiet"], model: true
        ).wait()
        #expect(result.code == 0)
        #expect(result.errors == "")
    }

    @Test func namespacesAreApart() throws {
        try home.run("remember", "for all", "--namespace", "one")
        try home.run("remember", "for none", environment: ["DORMOUSE_NAMESPACE": "two"])
        #expect(try home.run("recall", "all none").output.contains("nothing found"))
        let one = try home.run("recall", "all none", "-n", "one", "--json").json()
        #expect(one["results"]?.array?.map { $0["content"]?.string } == ["for all"])
        #expect(try home.run("export", "--namespace", "two").lines.count == 1)
        #expect(try home.run("export").lines.count == 2)
        let id = try #require(one["results"]?.array?.first?["id"]?.string)
        #expect(try home.run("show", id).code == 1)
        #expect(try home.run("show", id, "-n", "one").code == 0)
        #expect(try home.run("forget", id, "--yes").code == 1)
        #expect(try home.run("stats", "-n", "two", "--json").json()["memories"] == 1)
    }

    /// Standard input, and the content it becomes; nil where it is refused.
    @Test(
        arguments: [
            ("from a pipe\n", "from a pipe"), ("two\nlines\n", "two\nlines"), ("no end", "no end"),
            ("windows\r\n", "windows"), ("", nil), ("\n", nil), ("a\0b", nil),
        ] as [(String, String?)])
    func aMemoryIsReadFromStandardInput(_ text: String, _ expected: String?) throws {
        let result = try home.run("remember", input: Data(text.utf8))
        #expect(result.code == (expected == nil ? 1 : 0), "\(result.errors)")
        if let expected {
            let line = try home.run("export").output
            #expect(try JSON.parse(line)["content"]?.string == expected)
        }
    }

    @Test func bytesThatAreNotUTF8AndTooManyAreRefused() throws {
        let latin = try home.run("remember", "-", input: Data([0x63, 0x61, 0x66, 0xe9]))
        #expect(latin.code == 1)
        #expect(latin.errors.contains("not UTF-8"))
        let huge = try home.bash(#"head -c 52428800 /dev/zero | tr '\0' a | "$dormouse" remember"#)
        #expect(huge.code == 1)
        #expect(huge.errors.contains("16777216 bytes"))
    }

    @Test func aMemoryOfSixteenMebibytesIsKeptAndComesBack() throws {
        let told = try home.bash(#"head -c 16777216 /dev/zero | tr '\0' a | "$dormouse" remember"#)
        #expect(told.code == 0, "\(told.errors)")
        #expect(try home.run("export").output.utf8.count > 16 << 20)
        #expect(try home.run("recall", "aaa").code == 0)
    }

    @Test func withoutAModelWordsFindItAndItSaysSo() throws {
        let told = try home.run("remember", "The pump is dry")
        #expect(told.code == 0)
        #expect(told.lines.count == 1)
        #expect(told.errors.contains("without a vector"))
        let answer = try home.run("recall", "pump")
        #expect(answer.code == 0)
        #expect(answer.output.contains("The pump is dry"))
        #expect(answer.errors.contains("found by words only"))
        #expect(try home.run("sleep").code == 0)
        #expect(try home.run("init").errors.isEmpty == false)
        // With the model back, the vectors follow.
        #expect(try home.run("sleep", model: true).code == 0)
        #expect(try home.run("stats", "--json").json()["without_embedding"] == 0)
        #expect(try home.run("recall", "pump", model: true).errors.contains("words only") == false)
    }
}
