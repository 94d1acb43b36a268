import Foundation
import Testing

/// The last steps of the ladder, with models for which DuckDB finds no memory.
@Suite struct PipelineLadderTests {
    /// `list` does not spill: with so little memory it fails, in this process and in any.
    private func pipeline(_ governor: String, limit: String = "80MB") throws -> PipelineHome {
        let pipeline = try PipelineHome([
            "profiles.yml": PipelineHome.profiles(
                """
                dev: {type: duckdb, path: shop.duckdb, settings: {memory_limit: \(limit), threads: 1}}
                big: {type: duckdb, path: big.duckdb, settings: {memory_limit: 2GB, threads: 1}}
                """),
            "models/base.sql": """
            {{ config(materialized='table') }}
            select range as id, 'note ' || range as note from range(3000000)
            """,
            "models/lists.sql": """
            {{ config(materialized='table') }}
            select id % 30000 as k, list(note) as notes from {{ ref('base') }} group by 1
            """,
            "models/beside.sql": "{{ config(materialized='table') }} select 1 as a",
        ])
        try Data("governor: {\(governor)}\n".utf8).write(
            to: pipeline.home.folder.appending(path: "dormouse.yml"))
        return pipeline
    }

    private func count(_ pipeline: PipelineHome) throws -> String {
        try pipeline.run(
            "show", "--inline", "select sum(len(notes))::int as n from lists", "--output", "json"
        ).output
    }

    private func spilled(_ pipeline: PipelineHome) throws -> [String] {
        let folder = pipeline.home.folder.appending(path: "spill")
        return try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    }

    private let place = ["DORMOUSE_TEMP": "spill"]

    @Test(arguments: [
        ("ladder: [own_process], process_memory_limit: 2GB", "in a process of its own"),
        ("ladder: [degraded, other_target], other_target: big", "on the target 'big'"),
    ])
    func aModelThatFindsNoMemoryIsComputedElsewhere(_ governor: String, _ where: String) throws {
        let pipeline = try pipeline(governor)
        try FileManager.default.createDirectory(
            at: pipeline.home.folder.appending(path: "spill"), withIntermediateDirectories: false)
        let ran = try pipeline.run("run", "-s", "base", "lists", environment: place)
        #expect(ran.code == 0, "\(ran.output)\(ran.errors)")
        #expect(ran.errors.contains("lists \(`where`) (out of memory)"), "\(ran.errors)")
        #expect(try count(pipeline).contains(/"n": ?3000000/))
        #expect(try spilled(pipeline).isEmpty)
        let since = try pipeline.home.run("monitor", "--since", "1h", "--json")
        #expect(since.output.contains(`where`), "\(since.output.suffix(500))")
    }

    @Test func whatNoStepHelpsStopsAndSaysWhatWasTried() throws {
        let pipeline = try pipeline("ladder: [own_process], process_memory_limit: 64MiB")
        let ran = try pipeline.run("run", "-s", "base", "lists", "beside", environment: place)
        #expect(ran.code == 1)
        #expect(ran.output.contains("Not in a process of its own either"), "\(ran.output)")
        #expect(ran.output.contains("PASS=2") && ran.output.contains("ERROR=1"))
        let without = try self.pipeline("ladder: []")
        let stopped = try without.run("run", "-s", "base", "lists")
        #expect(stopped.code == 1 && !stopped.errors.contains("process of its own"))
    }

    /// A killed child is this model's error; the run goes on, and nothing of it is left.
    @Test func aChildThatIsKilledOrThatTheKernelEndsIsAnErrorOfItsModel() throws {
        let pipeline = try pipeline("ladder: [own_process], process_memory_limit: 2GB")
        let secret = "Qz7-in-vars"
        let ran = try pipeline.home.bash(
            """
            mkdir spill; export DORMOUSE_TEMP=spill
            "$dormouse" pipeline run -s base lists beside --vars '{a: \(secret)}' \\
                --project-dir shop >out 2>err & parent=$!
            for i in $(seq 1200); do child=$(pgrep -P $parent) && break; sleep 0.05; done
            for i in $(seq 600); do grep -q 1000 /proc/$child/oom_score_adj && break; sleep 0.05; done
            tr '\\0' ' ' < /proc/$child/cmdline; echo; cat /proc/$child/oom_score_adj
            kill -9 $child; wait $parent; echo "code $?"; cat out; ls spill
            """)
        #expect(ran.lines.first?.contains("pipeline offload") == true, "\(ran.output)")
        #expect(!(ran.lines.first ?? "").contains(secret))
        #expect(ran.output.contains("\n1000\ncode 1\n"), "\(ran.output)")
        #expect(ran.output.contains("signal 9"), "\(ran.output)")
        #expect(ran.output.contains("PASS=2"))
        #expect(try spilled(pipeline).isEmpty)
    }

    /// Whatever ends the run, none computes on for nobody, and its folder is removed at the latest
    /// by `governor clean`.
    @Test(arguments: ["INT", "KILL"]) func theChildEndsWithTheRun(_ signal: String) throws {
        let pipeline = try pipeline("ladder: [own_process], process_memory_limit: 2GB")
        let ended = try pipeline.home.bash(
            """
            set -m; mkdir spill; export DORMOUSE_TEMP=spill
            "$dormouse" pipeline run -s base lists --project-dir shop >out 2>err & parent=$!
            for i in $(seq 1200); do child=$(pgrep -P $parent) && break; sleep 0.05; done
            kill -\(signal) $parent; wait $parent
            for i in $(seq 600); do kill -0 $child 2>/dev/null || break; sleep 0.1; done
            kill -0 $child 2>/dev/null && echo "computes on" || echo "gone"
            "$dormouse" governor clean >/dev/null; ls spill
            """)
        #expect(ended.output == "gone\n", "\(ended.output)\(ended.errors)")
        let again = try pipeline.run("run", "-s", "lists", environment: place)
        #expect(again.code == 0, "\(again.output)")
    }

    @Test func theLadderIsShownAndItsMistakesAreNamed() throws {
        let pipeline = try pipeline(
            "ladder: [degraded, partition, own_process, other_target], other_target: big")
        let shown = try pipeline.home.run("governor", "show")
        #expect(
            shown.output.contains("degraded > partition > own_process > other_target big > stop"))
        let off = try pipeline.home.run(
            "governor", "show", environment: ["DORMOUSE_FEATURE_EXTERNAL_FALLBACK": "off"])
        #expect(off.output.contains("degraded > partition > own_process > stop"))
        for (wrong, message) in [
            ("ladder: [other_target]", "name the target with other_target:"),
            ("ladder: [own_process, degraded]", "in this order: degraded, partition, own_process"),
            ("ladder: [own]", "has no step 'own'"),
        ] {
            let other = try self.pipeline(wrong)
            let refused = try other.home.run("governor", "show")
            #expect(refused.code != 0 && refused.errors.contains(message), "\(refused.errors)")
        }
        let missing = try self.pipeline("ladder: [other_target], other_target: bug")
        let ran = try missing.run("run", "-s", "base", "lists")
        #expect(ran.code == 1 && ran.output.contains("has no target 'bug'"), "\(ran.output)")
    }
}
