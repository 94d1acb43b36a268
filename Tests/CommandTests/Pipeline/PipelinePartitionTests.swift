import Foundation
import Testing

/// Models in parts, in processes that are killed.
@Suite struct PipelinePartitionTests {
    @Test func afterAKillTheNextRunGoesOnAndTheTableIsTheSame() throws {
        let pipeline = try PipelineHome([
            "models/parts.sql": """
            {{ config(materialized='table',
                partition_by={'field': 'k', 'type': 'hash', 'parts': 12}) }}
            select range % 1000 as k, count(*) as n, sum(hash(range) % 1000) as s
            from range(3000000) group by 1
            """,
            "models/whole.sql": """
            {{ config(materialized='table') }}
            select range % 1000 as k, count(*) as n, sum(hash(range) % 1000) as s
            from range(3000000) group by 1
            """,
        ])
        for _ in 0..<3 {
            let running = try pipeline.home.start(
                CommandHome.program,
                ["pipeline", "run", "-s", "parts", "--project-dir", pipeline.project.path])
            // Somewhere between its beginning and its end.
            for _ in 0..<600 where !pipeline.exists("shop.duckdb.wal") {
                guard running.process.isRunning else { break }
                usleep(5000)
            }
            kill(running.process.processIdentifier, SIGKILL)
            _ = running.wait()
        }
        let ran = try pipeline.run("run", "-s", "parts", "whole")
        #expect(ran.code == 0, "\(ran.output)\(ran.errors)")
        let shown = try pipeline.run(
            "show", "--inline",
            "select count(*)::int as differing from ((from parts except all from whole) union all "
                + "(from whole except all from parts))", "--output", "json")
        #expect(shown.output.contains(/"differing": ?0/), "\(shown.output)\(shown.errors)")
    }

    @Test func aModelThatCannotBeInPartsIsRefusedWithItsReason() throws {
        let pipeline = try PipelineHome([
            "models/ranked.sql": """
            {{ config(materialized='table', partition_by='customer') }}
            select customer, rank() over (order by amount) as place from {{ ref('raw_orders') }}
            """
        ])
        #expect(try pipeline.run("seed").code == 0)
        let ran = try pipeline.run("run", "-s", "ranked")
        #expect(ran.code == 1)
        #expect(ran.output.contains("looks across parts: PARTITION BY customer"), "\(ran.output)")
    }
}
