import Foundation
import Testing

/// Budgets of models and runs: time, rows, and what helps where there is no memory.
@Suite struct PipelineLimitTests {
    /// It would take days.
    private static let endless = """
        select count(*) as n from range(3000000) a, range(3000000) b
        where hash(a.range + b.range) = 3
        """

    private func pipeline(_ config: String, _ settings: String = "") throws -> PipelineHome {
        let pipeline = try PipelineHome(["models/m.sql": "select 7 as n"])
        #expect(try pipeline.run("build").code == 0)
        try pipeline.write([
            "models/m.sql": "{{ config(materialized='table'\(config)) }}\n\(Self.endless)"
        ])
        _ = try pipeline.home.write("dormouse.yml", settings)
        return pipeline
    }

    private func number(_ pipeline: PipelineHome) throws -> Bool {
        try pipeline.run("show", "--inline", "select n from m", "--output", "json").output
            .contains(/"n": ?7/)
    }

    @Test(arguments: [
        (", time_limit=0.5", "", [:]), ("", "governor: {model_timeout: 500ms}\n", [:]),
        ("", "", ["DORMOUSE_MODEL_TIMEOUT": "1"]),
        // The model's own goes before.
        (", time_limit=0.5", "governor: {model_timeout: 1d}\n", [:]),
    ])
    func aModelThatTakesTooLongIsStoppedAndTheOthersGoOn(
        _ config: String, _ settings: String, _ environment: [String: String]
    ) throws {
        let pipeline = try pipeline(config, settings)
        let ran = try pipeline.run("run", environment: environment)
        #expect(ran.code == 1)
        #expect(ran.output.contains("took longer than its time limit of"), "\(ran.output)")
        #expect(ran.output.contains("model_timeout") && !ran.output.contains("keyboard"))
        #expect(ran.output.contains("PASS=2") && ran.output.contains("ERROR=1"))
        #expect(try number(pipeline))
    }

    @Test func aRunThatTakesTooLongIsStoppedAndSaysWhatGoesOn() throws {
        let pipeline = try pipeline("", "governor: {run_timeout: 2s}\n")
        let ran = try pipeline.run("run", "-s", "m")
        #expect(ran.code == 1)
        #expect(ran.errors.contains("run_timeout") && ran.errors.contains("pipeline retry"))
        #expect(try number(pipeline))
    }

    @Test func aModelOfMoreRowsThanItMayHaveLeavesWhatWasThere() throws {
        let pipeline = try pipeline("")
        for (rows, code) in [(8, Int32(1)), (7, 0)] {
            try pipeline.write([
                "models/m.sql":
                    "{{ config(materialized='table', row_limit=7) }} select range + 7 as n from range(\(rows))"
            ])
            let ran = try pipeline.run("run", "-s", "m")
            #expect(ran.code == code, "\(ran.output)")
            #expect(
                ran.output.contains("made 8 rows, more than its row_limit of 7") == (code == 1))
            #expect(try number(pipeline))
        }
    }

    @Test(arguments: [
        (", time_limit='soon'", "`time_limit` is a number of seconds"),
        (", row_limit='many'", "row_limit"), (", time_limit=0", "`time_limit`"),
    ])
    func aLimitThatIsNoNumberIsNamed(_ config: String, _ says: String) throws {
        let pipeline = try PipelineHome([
            "models/m.sql": "{{ config(materialized='table'\(config)) }} select 1 as n"
        ])
        let ran = try pipeline.run("run", "-s", "m")
        #expect(ran.code == 1 && ran.output.contains(says), "\(ran.output)")
    }

    /// A window over a list does not spill. In parts of what it is partitioned by it finishes; where
    /// it is not partitioned by any column of the result, the error says so, and what it says works.
    @Test func aWindowOfListsFinishesInPartsOrSaysWhichColumnIsMissing() throws {
        let pipeline = try PipelineHome([
            "profiles.yml": PipelineHome.profiles(
                """
                dev: {type: duckdb, path: shop.duckdb, settings: {memory_limit: 100MB, threads: 2}}
                """),
            "models/base.sql": """
            {{ config(materialized='table') }}
            select range as id, range % 2000 as k, 'a note of some words, ' || range as note
            from range(400000)
            """,
            "models/windows.sql": """
            {{ config(materialized='table') }}
            select id, k, list(note) over (partition by k order by id) as notes
            from {{ ref('base') }}
            """,
        ])
        _ = try pipeline.home.write("dormouse.yml", "governor: {ladder: [degraded, partition]}\n")
        let ran = try pipeline.run("run", "-s", "base", "windows")
        #expect(ran.code == 0, "\(ran.output)\(ran.errors)")
        #expect(ran.errors.contains(/windows in \d+ parts of k/), "\(ran.errors)")
        let counted = try pipeline.run(
            "show", "--inline", "select sum(len(notes))::bigint as n from windows", "--output",
            "json")
        #expect(counted.output.contains("\(2000 * 200 * 201 / 2)"), "\(counted.output)")
        try pipeline.write([
            "models/windows.sql": """
            {{ config(materialized='table') }}
            select id, list(note) over (partition by id % 2000 order by id) as notes
            from {{ ref('base') }}
            """
        ])
        let refused = try pipeline.run("run", "-s", "windows")
        #expect(refused.code == 1)
        #expect(refused.output.contains("It cannot be computed in parts: by 'id': "))
        #expect(refused.output.contains("PARTITION BY"), "\(refused.output)")
    }
}
