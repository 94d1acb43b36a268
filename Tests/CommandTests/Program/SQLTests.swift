import Foundation
import JSON
import Testing

/// `dormouse sql` and `dormouse llm`, as processes.
@Suite struct SQLCommandTests {
    let home: CommandHome

    init() throws { home = try CommandHome() }

    @Test func rowsArePrintedInEachFormat() throws {
        let sql = "SELECT 1 AS a, NULL AS b, 'x,\"y\"' AS c"
        #expect(try home.run("sql", sql).lines == ["a  b     c", "1  NULL  x,\"y\""])
        #expect(
            try home.run("sql", sql, "--format", "csv").output == "a,b,c\n1,,\"x,\"\"y\"\"\"\n")
        #expect(
            try home.run("sql", sql, "--json").json() == [
                ["a": 1, "b": nil, "c": "x,\"y\""]
            ])
        let file = home.folder.appending(path: "two.sql")
        try Data("SELECT 1 AS a;\n-- and\nSELECT 2 AS b;".utf8).write(to: file)
        #expect(try home.run("sql", "-f", file.path).lines == ["a", "1", "b", "2"])
    }

    @Test func theHomeIsReadOnlyUnlessAsked() throws {
        #expect(try home.run("remember", "the lemon tree flowers").code == 0)
        let count = "SELECT content FROM source_memories.memory"
        #expect(try home.run("sql", count).lines.last == "the lemon tree flowers")
        for change in [
            "DELETE FROM source_memories.memory", "CREATE TABLE source_memories.t(a INT)",
        ] {
            let refused = try home.run("sql", change)
            #expect(refused.code == 1 && refused.errors.contains("only reads"))
        }
        #expect(try home.run("sql", "--write", "CREATE TABLE sleep.t AS SELECT 1").code == 0)
        #expect(try home.run("sql", "SELECT * FROM t").code == 0)
    }

    /// As one that asks a slow model does: the home is not held for it.
    @Test func othersHaveTheHomeWhileAStatementRuns() throws {
        #expect(try home.run("remember", "the lemon tree flowers").code == 0)
        let endless = "SELECT sum(i % 7) FROM range(1000000000000) r(i)"
        let copies = home.home.appending(path: "copies").path
        let statement = try home.start(CommandHome.program, ["sql", endless])
        while (try? FileManager.default.contentsOfDirectory(atPath: copies))?.isEmpty != false,
            statement.process.isRunning
        { usleep(10_000) }
        let other = try home.run("remember", "meanwhile", "--wait", "60")
        #expect(other.code == 0 && statement.process.isRunning, "\(other.errors)")
        kill(statement.process.processIdentifier, SIGKILL)
        _ = statement.wait()
        // What it left behind goes with the next.
        let count = "SELECT count(*) AS n FROM source_memories.memory"
        #expect(try home.run("sql", count, "--format", "csv").output == "n\n2\n")
        #expect(!FileManager.default.fileExists(atPath: copies))
    }

    @Test func whatAServerThatWasKilledWasToldIsSeen() throws {
        let server = try home.serve()
        for number in 0..<3 { #expect(try home.run("remember", "memory \(number)").code == 0) }
        kill(server.running.process.processIdentifier, SIGKILL)
        _ = server.running.wait()
        let count = "SELECT count(*) AS n FROM source_memories.memory"
        #expect(try home.run("sql", count, "--format", "csv").output == "n\n3\n")
    }

    /// Every byte of the home is the same afterwards, and nothing is beside it.
    @Test func statementsThatWouldDestroyTheHomeAreRefused() throws {
        #expect(try home.run("remember", "the lemon tree flowers").code == 0)
        #expect(try home.run("sleep", "--no-model").code == 0)
        let store = home.home.appending(path: "memories.duckdb").path
        let secret = try home.write("secret.csv", "a\ncanary\n")
        let before = try files()
        for sql in [
            "COPY (SELECT 1) TO '\(store)'", "COPY (SELECT 1) TO '\(store).wal'",
            "DETACH source_memories; ATTACH '\(store)' AS w; DELETE FROM w.memory",
            "EXPORT DATABASE '\(home.folder.path)/new'", "FROM '\(secret)'",
            "FROM read_text('\(secret)')", "FROM read_blob('\(store)')",
            "SELECT * FROM enable_logging(storage := 'file')", "CREATE TABLE sleep.t (a INT)",
            "CREATE PERSISTENT SECRET x (TYPE http)", "SET threads = 1", "INSTALL spatial",
            "EXPLAIN ANALYZE COPY (SELECT 1) TO '\(store)'",
        ] {
            let refused = try home.run("sql", sql)
            #expect(refused.code == 1 && !refused.output.contains("canary"), "\(sql)")
            #expect(refused.errors.contains("--write"), "\(sql): \(refused.errors)")
        }
        #expect(try files() == before)
        #expect(
            try home.run("sql", "SELECT a FROM '\(secret)'", "--allow-read", secret).lines.last
                == "canary")
        #expect(try home.run("sql", "SELECT 1", "--allow-read", "/nowhere").code == 1)
        #expect(
            try home.run("sql", "PIVOT (SELECT 'x' AS a) ON a USING count(*)").lines == ["x", "1"])
    }

    @Test func memoriesAreNotEditedEvenWhereWritingIsAllowed() throws {
        #expect(try home.run("remember", "the lemon tree flowers").code == 0)
        let store = home.home.appending(path: "memories.duckdb")
        let link = home.folder.appending(path: "link.duckdb")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: store)
        let before = try Data(contentsOf: store)
        for sql in [
            "DELETE FROM source_memories.memory", "UPDATE source_memories.memory SET content = 'x'",
            "CREATE TABLE source_memories.t (a INT)", "DETACH source_memories",
            "DETACH DATABASE IF EXISTS \"source_memories\"",
            "COPY (SELECT 1) TO '\(store.path)'", "COPY (SELECT 1) TO 'home/memories.duckdb'",
            "ATTACH '\(link.path)' AS w", "ATTACH OR REPLACE ':memory:' AS source_memories",
        ] {
            let refused = try home.run("sql", "--write", sql)
            #expect(refused.code == 1, "\(sql)")
            #expect(refused.errors.contains("never edited"), "\(sql): \(refused.errors)")
        }
        #expect(try Data(contentsOf: store) == before)
        let file = home.folder.appending(path: "out.csv")
        #expect(
            try home.run(
                "sql", "--write", "COPY (FROM source_memories.memory) TO '\(file.path)'"
            ).code == 0)
        #expect(FileManager.default.fileExists(atPath: file.path))
    }

    private func files() throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: home.folder.path)
        // A process may spill what it computes; the next one removes that. And it says in the record
        // of who did what that it read.
        where !name.hasPrefix("home/spill") && !name.hasPrefix(".local/state/dormouse") {
            files[name] =
                FileManager.default.contents(
                    atPath: home.folder.appending(path: name).path) ?? Data()
        }
        return files
    }

    /// A hundred billion rows would take hours; the second statement that is stopped is no other
    /// than the first.
    @Test func onATerminalControlCStopsAStatementAndNotTheProgram() throws {
        let endless =
            "select 'go' || 'ing'; select count(*) from range(100000000000) t(n) where hash(n) = 1;\r"
        let steps: JSON = [
            ["dormouse> ", .string(endless)], ["going", "\u{3}"], ["INTERRUPT", ""],
            ["dormouse> ", .string(endless)], ["going", "\u{3}"], ["INTERRUPT", ""],
            ["dormouse> ", "select 'half\r"], ["...> ", "\u{3}"],
            ["dormouse> ", "select 6 * 7;\r"], ["42", ""], ["dormouse> ", ".quit\r"],
        ]
        let script = CommandHome.checkout.appending(
            path: "Tests/CommandTests/Program/type_into.py")
        let result = try home.start(
            "/usr/bin/env", ["python3", script.path, steps.text(), CommandHome.program, "sql"]
        ).wait()
        #expect(result.code == 0, "\(result.output) \(result.errors)")
    }

    @Test func mistakesShowTheirPlace() throws {
        let wrong = try home.run("sql", "SELECT 1;\nSELEC 2")
        #expect(wrong.code == 1)
        #expect(wrong.errors.contains("LINE 1: SELEC 2"))
        #expect(try home.run("sql", "SELECT 1", "-f", "x").code == 2)
        let model = try home.run("sql", "SELECT llm_generate('hi')")
        #expect(model.code == 1 && model.errors.contains("OLLAMA_URL"))
    }

    @Test func settingsThatAreWrongAreNamed() throws {
        let file = home.folder.appending(path: "dormouse.yml")
        try Data("language_models:\n  providr: x\n".utf8).write(to: file)
        let wrong = try home.run("sql", "SELECT 1", "--config", file.path)
        #expect(wrong.code == 1)
        #expect(wrong.errors.contains("dormouse.yml:2: 'language_models' has no key 'providr'"))
        #expect(wrong.errors.contains("did you mean 'provider'?"))
    }

    @Test func promptsAreListedWithTheirSource() throws {
        let shipped = try home.run("llm", "prompts")
        #expect(
            shipped.lines.count == 5
                && shipped.lines.dropFirst().allSatisfy {
                    $0.hasSuffix("shipped")
                })
        #expect(try home.run("llm", "prompts", "fact").output.contains("\"lives_in\""))
        for folder in ["home/prompts", "house"] {
            try FileManager.default.createDirectory(
                at: home.folder.appending(path: folder), withIntermediateDirectories: true)
        }
        _ = try home.write("home/prompts/fact.md", "mine")
        _ = try home.write("home/prompts/memory.md", "mine")
        let house = try home.write("house/memory.md", "the house's\n")
        let file = try home.write("dormouse.yml", "language_models: {prompts: house}\n")
        let own = try home.run("llm", "prompts", "--json", "--config", file).json()
        let sources = (0..<4).map { own[$0]?["source"]?.string }
        #expect(sources == ["overridden", "shipped", "overridden", "shipped"])
        #expect(own[0]?["file"]?.string == house && own[0]?["text"]?.string == "the house's")
        #expect(own[2]?["text"]?.string == "mine")
        _ = try home.write("dormouse.yml", "language_models: {prompts: nowhere}\n")
        let wrong = try home.run("llm", "prompts", "--config", file)
        #expect(wrong.code == 1 && wrong.errors.contains("nowhere"))
    }

    @Test func withoutAServerHealthSaysSo() throws {
        let health = try home.run("llm", "health")
        #expect(health.code == 0)
        #expect(health.output.contains("no language model is configured"))
        #expect(try home.run("llm", "usage", "--json").json() == [])
        #expect(try home.run("llm", "cache", "clear").output == "forgot 0 answers\n")
    }
}
