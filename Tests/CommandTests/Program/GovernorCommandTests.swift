import Foundation
import JSON
import Testing

/// `dormouse governor`, and what pipelines do where DuckDB finds no memory.
@Suite struct GovernorCommandTests {
    private let home: CommandHome

    init() throws { home = try CommandHome() }

    private func limits(
        _ arguments: [String] = [], environment: [String: String] = [:]
    ) throws -> JSON {
        let shown = try home.start(
            CommandHome.program, ["governor", "show", "--json"] + arguments,
            environment: environment
        ).wait()
        #expect(shown.code == 0, "\(shown.errors)")
        return try shown.json()
    }

    private func configure(_ lines: String) throws {
        try FileManager.default.createDirectory(at: home.home, withIntermediateDirectories: true)
        try Data(lines.utf8).write(to: home.home.appending(path: "dormouse.yml"))
    }

    @Test func theEnvironmentCountsBeforeTheSettingsAndTheseBeforeTheTemplate() throws {
        try configure(
            "governor: {template: test, memory_limit: 200MiB, threads: 1, statement_timeout: 90s}\n"
        )
        let shown = try limits(environment: ["DORMOUSE_MEMORY_LIMIT": "100MiB"])
        #expect(shown["template"]?.string == "test")
        let limits = try #require(shown["limits"])
        #expect(limits["memory_limit_bytes"]?["value"]?.int == 100 << 20)
        #expect(
            limits["memory_limit_bytes"]?["set_by"]?.string?.contains("DORMOUSE_MEMORY_LIMIT")
                == true)
        #expect(limits["threads"]?["value"]?.int == 1)
        #expect(limits["threads"]?["set_by"]?.string?.contains("dormouse.yml") == true)
        #expect(limits["statement_timeout_seconds"]?["value"]?.double == 90)
        #expect(limits["statements"]?["value"]?.int == 2)
        #expect(limits["statements"]?["set_by"]?.string?.contains("test") == true)
    }

    @Test func theTableSaysWhoSetEachLimit() throws {
        let shown = try home.run(
            "governor", "show", "--template", "edge", environment: ["DORMOUSE_THREADS": "1"])
        #expect(shown.code == 0, "\(shown.errors)")
        for limit in [
            "memory_limit", "threads", "temp_directory", "max_temp_directory_size",
            "checkpoint_threshold", "statements", "statement_timeout", "usable",
        ] {
            #expect(shown.lines.contains { $0.hasPrefix(limit) }, "\(limit)")
        }
        #expect(
            shown.lines.contains { $0.hasPrefix("threads") && $0.contains("DORMOUSE_THREADS") })
    }

    @Test func whatTheMachineDoesNotHaveIsCutWithAWarning() throws {
        let shown = try limits(environment: ["DORMOUSE_MEMORY_LIMIT": "900TB"])
        let memory = try #require(shown["limits"]?["memory_limit_bytes"])
        let usable = try #require(shown["machine"]?["usable_memory_bytes"]?.int)
        #expect(try #require(memory["value"]?.int) <= usable / 10 * 8 + 10)
        #expect(memory["asked"]?.int == 900_000_000_000_000)
        #expect(shown["warnings"]?.array?.isEmpty == false)
    }

    @Test(arguments: [
        ["DORMOUSE_MEMORY_LIMIT": "much"], ["DORMOUSE_THREADS": "two"],
        ["DORMOUSE_GOVERNOR_TEMPLATE": "giant"],
    ])
    func aLimitThatCannotBeReadIsNamed(_ environment: [String: String]) throws {
        let shown = try home.start(
            CommandHome.program, ["governor", "show"], environment: environment
        ).wait()
        #expect(shown.code != 0 && shown.output == "")
        #expect(shown.errors.contains(environment.values.first ?? ""), "\(shown.errors)")
    }

    @Test func whatDeadProcessesSpilledGoesAndNothingElse() throws {
        let spill = home.folder.appending(path: "spill")
        let dead = spill.appending(path: "process-1-0000")
        try FileManager.default.createDirectory(at: dead, withIntermediateDirectories: true)
        try Data(count: 2000).write(to: dead.appending(path: "duckdb_temp_block-1.block"))
        try Data("mine".utf8).write(to: spill.appending(path: "notes.txt"))
        let cleaned = try home.run("governor", "clean", spill.path, "--json")
        #expect(cleaned.code == 0, "\(cleaned.errors)")
        #expect(try cleaned.json() == ["directories": 1, "bytes": 2000])
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: spill.path) == ["notes.txt"])
        let again = try home.run("governor", "clean", environment: ["DORMOUSE_TEMP": spill.path])
        #expect(again.output == "There is nothing to remove.\n")
    }

    @Test func aNodeThatFindsNoMemoryIsRunAgainWithLess() throws {
        // The lists of each group are kept once for each thread, and lists do not spill.
        let pipeline = try PipelineHome([
            "profiles.yml": PipelineHome.profiles(
                """
                dev:
                  type: duckdb
                  path: shop.duckdb
                  threads: 1
                  settings: {memory_limit: 72MB, threads: 4}
                """),
            "models/lists.sql": """
            {{ config(materialized='table') }}
            select k, count(*) as n, len(list(v)) as listed, len(string_agg(v::varchar, ',')) as l
            from (select (range * 2654435761) % 100000 as k, range as v from range(1000000))
            group by k
            """,
        ])
        let ran = try pipeline.run("run", "-s", "lists")
        #expect(ran.code == 0, "\(ran.output)\(ran.errors)")
        #expect(
            (ran.output + ran.errors).contains(
                /lists found no memory; it is run again with half the threads/))
        // Each row is counted once: what the first attempts did is gone.
        #expect(ran.output.contains("PASS=1 "))
        let shown = try pipeline.run(
            "show", "--inline", "select sum(n)::int as n, sum(listed)::int as l from lists",
            "--output", "json")
        #expect(shown.output.matches(of: /1000000/).count == 2, "\(shown.output)\(shown.errors)")
    }

    @Test func aNodeThatFindsNoMemoryEvenWithLessFails() throws {
        let pipeline = try PipelineHome([
            "profiles.yml": PipelineHome.profiles(
                """
                dev: {type: duckdb, path: shop.duckdb, settings: {memory_limit: 40MB, threads: 4}}
                """),
            "models/lists.sql": """
            {{ config(materialized='table') }}
            select list(range || repeat('x', 1000)) as l from range(1000000)
            """,
        ])
        let ran = try pipeline.run("run", "-s", "lists")
        #expect(ran.code == 1)
        let told = ran.output + ran.errors
        #expect(told.contains("half the threads") && told.contains("with one thread"))
        #expect(told.localizedCaseInsensitiveContains("out of memory"), "\(told)")
    }
}
