import Arguments
import Foundation
import JSON
import Memory

/// `bench speed`: how fast recall answers.
enum BenchSpeedCommand: Command {
    static let spec = CommandSpec(
        "speed", abstract: "Measure how fast a warm process answers questions",
        discussion: """
            Fills a temporary home with memories made up for it (the same ones for the same \
            numbers), asks questions a dozen words long, and times each recall, the question's \
            embedding included. Where there are many namespaces, up to ten are asked by turns. \
            Compares the vectors' part with an exact scan in DuckDB, and its speed with that of \
            plain reading.
            """,
        examples: [
            Example("dormouse bench speed --memories 10000 --sleep", "after a sleep"),
            Example(
                "dormouse bench speed --memories 100000 --namespaces 100 --json",
                "a thousand among a hundred thousand"),
        ],
        options: [
            .value(
                "memories", "N", .integer(1...10_000_000), default: "10000", help: "how many"),
            .value(
                "namespaces", "M", .integer(1...100_000), default: "1",
                help: "over how many they are spread"),
            .value(
                "questions", "Q", .integer(1...100_000), default: "300",
                help: "how many are timed"),
            .value(
                "vectors", "SOURCE", .choice(VectorSource.allCases.map(\.rawValue)),
                default: "synthetic", help: "random ones in clusters, or the model's"),
            .value("seed", "N", .integer(0...Int.max), default: "1", help: "for other memories"),
            BenchHome.onServer,
            .flag("sleep", help: "sleep before asking, so that there are associations"),
            .value(
                "keep", "DIR", .directory,
                help: "leave the home in DIR/home and what was asked in DIR/questions.tsv"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let command = invocation.command
        let home = BenchHome(
            invocation, kept: command.string("keep"), onServer: command.flag("on-server"))
        try home.refuseUsed()
        defer { home.remove() }
        var plan = SyntheticHome.Plan(memories: command.integer("memories", default: 10_000))
        plan.namespaces = command.integer("namespaces", default: 1)
        plan.vectors = command.string("vectors").flatMap(VectorSource.init) ?? .synthetic
        plan.seed = UInt64(command.integer("seed", default: 1))
        let engine = try home.engine()
        engine.warmUp()
        var benchmark = SpeedBenchmark(plan, engine: engine)
        let report = try benchmark.run(
            questions: command.integer("questions", default: 300),
            sleep: command.flag("sleep")
                ? { engine in _ = try invocation.sleep(engine, SleepRequest()) } : nil,
            progress: StepBars(invocation.console).show)
        if command.string("keep") != nil {
            let lines = report.questions.map { "\($0.namespace)\t\($0.text)\n" }
            try home.write(lines.joined(), as: "questions.tsv")
        }
        if invocation.wantsJSON {
            invocation.console.print(json: report.json)
        } else {
            print(report.json, on: invocation.console)
        }
        return 0
    }

    private static func print(_ report: JSON, on console: Console) {
        var table = Table(
            [.init("milliseconds")] + ["p50", "p90", "p99", "max"].map { .init($0, .right) })
        func add(_ name: String, _ times: JSON?) {
            table.add(
                [name]
                    + ["p50", "p90", "p99", "max"].map {
                        decimal(times?[$0]?.double ?? 0, places: 2)
                    })
        }
        add("recall", report["latency_ms"])
        add("  embedding the question", report["parts_ms"]?["embedding"])
        add("  scanning the vectors", report["parts_ms"]?["vector_scan"])
        add("  scoring, scan included", report["parts_ms"]?["scoring_with_scan"])
        add("first recall", report["first_recall_ms"])
        console.print(table)
        let reading = report["reading"]
        func rate(_ key: String) -> String { decimal(reading?[key]?.double ?? 0, places: 1) }
        let isExact = report["exact"]?["equal"]?.bool ?? false
        console.print(
            "\(grouped(report["memories"]?.int ?? 0)) memories in "
                + "\(grouped(report["namespaces"]?.int ?? 0)) namespaces; vectors are scanned at "
                + "\(rate("scan_gb_per_second")) GB/s, plain reading reaches "
                + "\(rate("plain_read_gb_per_second")) GB/s; "
                + (isExact ? "equal to an exact scan" : "NOT equal to an exact scan"))
    }
}
