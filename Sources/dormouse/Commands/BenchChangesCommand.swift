import Arguments
import Foundation
import JSON
import Memory

/// `bench changes`: whether recall knows what is true now, then, first and last.
enum BenchChangesCommand: Command {
    static let spec = CommandSpec(
        "changes", abstract: "Measure whether recall knows what is true now, then and first",
        discussion: """
            Imports scenarios in which something changes into a temporary home, sleeps once and \
            asks. Each scenario is asked in a namespace of its own ("alone") and all in one \
            ("combined"). Shares are questions with an answer first, and among the first three.
            """,
        examples: [
            Example("dormouse bench changes scenarios.json", "a table"),
            Example("dormouse bench changes scenarios.json --misses", "and what went wrong"),
        ],
        arguments: [ArgumentSpec("file", .required, .file, help: "scenarios with questions")],
        options: [
            .flag("no-sleep", help: "ask without having slept"),
            .flag("misses", help: "name the questions that were not answered first"),
            .value("features", "FILE", help: "write what was known of each memory, as JSON lines"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let home = BenchHome(invocation)
        defer { home.remove() }
        let engine = try home.engine()
        engine.warmUp()
        let command = invocation.command
        let file = URL(fileURLWithPath: command.string("file", default: ""))
        let benchmark = ChangesBenchmark(file: file, engine: engine)
        var sleep: ((MemoryEngine, Moment) throws -> Void)?
        if !command.flag("no-sleep") {
            sleep = { engine, night in
                var request = SleepRequest()
                request.asOf = night
                _ = try invocation.sleep(engine, request)
            }
        }
        let report = try benchmark.run(sleep: sleep)
        if let path = command.string("features") {
            var lines = ""
            try benchmark.candidates { lines += $0.text() + "\n" }
            try lines.write(toFile: path, atomically: true, encoding: .utf8)
        }
        print(report, on: invocation.console)
        if command.flag("misses") {
            for miss in report.misses { invocation.console.print(TerminalText(miss)) }
        }
        return 0
    }

    private static func print(_ report: ChangesBenchmark.Report, on console: Console) {
        var table = Table(
            [.init("kind")]
                + ["questions", "alone@1", "alone@3", "combined@1", "combined@3"]
                .map { .init($0, .right) })
        let kinds = (report.counts["alone"] ?? [:]).keys.sorted {
            ($0 == "all" ? 1 : 0, $0) < ($1 == "all" ? 1 : 0, $1)
        }
        for kind in kinds {
            var cells = [kind, String(report.counts["alone"]?[kind]?.questions ?? 0)]
            for mode in ["alone", "combined"] {
                let count = report.counts[mode]?[kind] ?? ChangesBenchmark.Count()
                for part in [count.first, count.amongThree] {
                    cells.append(
                        decimal(Double(part) / Double(max(1, count.questions)), places: 3))
                }
            }
            table.add(cells)
        }
        console.print(table)
    }
}
