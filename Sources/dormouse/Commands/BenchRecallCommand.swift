import Arguments
import Foundation
import JSON
import Memory

/// `bench recall`: how well and how fast questions find their evidence.
enum BenchRecallCommand: Command {
    static let spec = CommandSpec(
        "recall", abstract: "Measure how well and how fast questions find their evidence",
        discussion: """
            Imports conversations with questions into a temporary home, sleeps once and asks. \
            Shares are the evidence found among the first 1, 5, 10 and 20 memories, a mean over \
            questions; adversarial questions (category 5) have no evidence and are left out.
            """,
        examples: [
            Example("dormouse bench recall locomo.json", "a table"),
            Example("dormouse bench recall locomo.json --json", "one object"),
        ],
        arguments: [ArgumentSpec("file", .required, .file, help: "conversations with questions")],
        options: [
            .flag("no-sleep", help: "ask without having slept"),
            .value("features", "FILE", help: "write what was known of each memory, as JSON lines"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let home = BenchHome(invocation)
        defer { home.remove() }
        let engine = try home.engine()
        engine.warmUp()
        let path = invocation.command.string("file", default: "")
        let benchmark = RecallBenchmark(file: URL(fileURLWithPath: path), engine: engine)
        let bars = StepBars(invocation.console)
        let report = try benchmark.run(
            sleep: { engine in
                if !invocation.command.flag("no-sleep") {
                    _ = try invocation.sleep(engine, SleepRequest())
                }
            },
            progress: bars.show)
        if let path = invocation.command.string("features") {
            var lines = ""
            try benchmark.candidates { lines += $0.text() + "\n" }
            try lines.write(toFile: path, atomically: true, encoding: .utf8)
        }
        if invocation.wantsJSON {
            invocation.console.print(json: report.json)
        } else {
            print(report.json, on: invocation.console)
        }
        return 0
    }

    private static func print(_ report: JSON, on console: Console) {
        func share(_ value: JSON?) -> String { decimal(value?.double ?? 0, places: 3) }
        var table = Table(
            [.init("questions")]
                + ["count", "R@1", "R@5", "R@10", "R@20", "MRR"]
                .map { .init($0, .right) })
        func add(_ name: String, _ row: JSON) {
            table.add(
                [name, grouped(row["questions"]?.int ?? 0)]
                    + RecallBenchmark.cutoffs.map { share(row["recall_at"]?[String($0)]) }
                    + [share(row["mrr"])])
        }
        add("all", report)
        for entry in report["by_category"]?.object?.entries ?? [] {
            add("category " + entry.key, entry.value)
        }
        console.print(table)
        let latency = report["latency_ms"]
        console.print(
            "\(grouped(report["memories"]?.int ?? 0)) memories; recall p50 "
                + "\(decimal(latency?["p50"]?.double ?? 0, places: 1)) ms, p99 "
                + "\(decimal(latency?["p99"]?.double ?? 0, places: 1)) ms; import "
                + "\(decimal(report["import_seconds"]?.double ?? 0, places: 1)) s, sleep "
                + "\(decimal(report["sleep_seconds"]?.double ?? 0, places: 1)) s")
    }
}
