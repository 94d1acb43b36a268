import DuckDB
import Foundation
import Synchronization
import Testing

@testable import Pipeline

/// What may run when, and what a failure takes with it.
@Suite struct ScheduleTests {
    /// Runs a schedule to its end; gives the order, with `!` before what was skipped.
    private func order(
        _ parents: [[Int]], _ places: [Int], failing: Set<Int> = []
    ) -> [String] {
        var schedule = Schedule(graph: DependencyGraph(parents: parents), order: places)
        var order: [String] = []
        while let node = schedule.next() {
            let isSkipped = schedule.causes[node] != nil
            order.append((isSkipped ? "!" : "") + String(node))
            schedule.end(node, failing.contains(node) ? .failed : .done)
        }
        #expect(schedule.left == 0)
        return order
    }

    @Test func theFirstOfTheOrderThatMayBeginBegins() {
        #expect(order([[], [], [0, 1], [2]], [1, 0, 2, 3]) == ["1", "0", "2", "3"])
    }

    @Test func whatIsLeftOutStillSeparatesWhatIsNot() {
        // 0 → 1 → 2, of which 1 is not part of the run.
        #expect(order([[], [0], [1]], [0, 2]) == ["0", "2"])
        #expect(order([[], [0], [1]], [2]) == ["2"])
        #expect(order([[], [0], [1]], [0, 2], failing: [0]) == ["0", "!2"])
    }

    @Test func twoMayRunAtOnceWhereNoneWaitsForTheOther() {
        var schedule = Schedule(
            graph: DependencyGraph(parents: [[], [], [0]]), order: [0, 1, 2])
        #expect(schedule.next() == 0)
        #expect(schedule.next() == 1)
        #expect(schedule.next() == nil)
        schedule.end(0, .done)
        #expect(schedule.next() == 2)
    }

    @Test func aFailureSkipsAllBelowItAndNothingElse() {
        #expect(
            order([[], [], [0], [2], [1]], [0, 1, 2, 3, 4], failing: [0])
                == ["0", "1", "!2", "!3", "4"])
    }

    @Test func aTestOfASourceBarsWhatReadsIt() throws {
        let project = try TestProject([
            "models/m.sql": "select * from {{ source('main', 'raw') }}",
            "models/free.sql": "select 1 as a",
            "models/s.yml":
                "sources: [{name: main, tables: [{name: raw, columns: [{name: a, data_tests: [not_null]}]}]}]",
        ])
        try project.connection.execute("create table raw as select null as a")
        let report = try project.runner().build()
        #expect(report["m"]?.status == .skipped)
        #expect(report["m"]?.cause == "because the test 'source_not_null_main_raw_a' failed")
        #expect(report["free"]?.status == .success)
    }

    @Test func aTestOfASourceWaitsForWhatMakesItsTable() throws {
        let rows = (0..<20_000).map { "\($0)\n" }.joined()
        let source = """
            sources:
              - name: desk
                schema: main
                tables: [{name: letters, columns: [{name: id, data_tests: [not_null, unique]}]}]
            """
        for _ in 0..<5 {
            let project = try TestProject([
                "seeds/letters.csv": "id\n" + rows, "models/s.yml": source,
            ])
            let report = try project.runner(options: RunOptions(threads: 4)).build()
            #expect(report.succeeded, "\(report.results.map(\.message))")
        }
        let broken = try TestProject(["seeds/letters.csv": "id\n1,2\n", "models/s.yml": source])
        let report = try broken.runner().build()
        #expect(report.results.map(\.status) == [.error, .skipped, .skipped])
    }

    @Test func aTableThatIsMadeFromTheSourceItIsComesAfterItsTest() throws {
        let project = try TestProject([
            "models/tally.sql":
                "{{ config(materialized='table') }} select a + 1 as a from {{ source('main', 'tally') }}",
            "models/s.yml":
                "sources: [{name: main, tables: [{name: tally, columns: [{name: a, data_tests: [not_null]}]}]}]",
        ])
        try project.connection.execute("create table tally as select 1 as a")
        let report = try project.runner().build()
        #expect(report.results.map(\.name) == ["source_not_null_main_tally_a", "tally"])
        #expect(report.succeeded, "\(report.results.map(\.message))")
        #expect(try project.rows("select a from tally") == [["2"]])
    }

    @Test func twoTablesThatAreMadeFromEachOtherAreBuiltAndTheRunEnds() throws {
        let project = try TestProject([
            "models/left.sql":
                "{{ config(materialized='table') }} select a + 1 as a from {{ source('main', 'right') }}",
            "models/right.sql":
                "{{ config(materialized='table') }} select a + 1 as a from {{ source('main', 'left') }}",
            "models/s.yml": """
            sources:
              - name: main
                tables:
                  - {name: left, columns: [{name: a, data_tests: [not_null]}]}
                  - {name: right, columns: [{name: a, data_tests: [not_null]}]}
            """,
        ])
        try project.connection.execute(
            "create table \"left\" as select 1 as a; create table \"right\" as select 2 as a")
        let report = try project.runner().build()
        #expect(report.results.count == 4)
        #expect(report.succeeded, "\(report.results.map(\.message))")
    }

    @Test func severalThreadsGiveTheSameReport() throws {
        var files: [String: String] = [:]
        for number in 0..<40 {
            let from = number < 8 ? "range(2000)" : "{{ ref('m\(number - 8)') }}"
            files["models/m\(number).sql"] = """
                {{ config(materialized='\(number % 3 == 0 ? "view" : "table")') }}
                select \(number == 20 ? "nope" : "1") as a from \(from)
                """
            files["tests/t\(number).sql"] = "select * from {{ ref('m\(number)') }} where a <> 1"
        }
        var seen: [[String]] = []
        for threads in [1, 4] {
            let project = try TestProject(files)
            let running = Mutex((now: 0, most: 0))
            let runner = try Runner(
                project: try project.load(), profile: .inMemory, connection: project.connection,
                options: RunOptions(threads: threads),
                onEvent: { event in
                    running.withLock { running in
                        switch event {
                        case .nodeStarted: running.now += 1
                        case .nodeFinished: running.now -= 1
                        default: break
                        }
                        running.most = max(running.most, running.now)
                    }
                })
            let report = try runner.build()
            seen.append(report.results.map { "\($0.name) \($0.status)" })
            #expect(report["m20"]?.status == .error)
            #expect(report["m28"]?.status == .skipped)
            #expect(report.count(.error) == 1)
            #expect(running.withLock { $0.most } <= threads)
            let names = Set(report.results.map(\.thread))
            #expect(names.isSubset(of: ["Thread-1", "Thread-2", "Thread-3", "Thread-4"]))
        }
        #expect(seen[0] == seen[1])
    }
}
