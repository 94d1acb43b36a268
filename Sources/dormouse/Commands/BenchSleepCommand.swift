import Arguments
import Foundation
import JSON
import Memory

/// `bench sleep`: how long a sleep takes and how much memory it needs.
enum BenchSleepCommand: Command {
    static let spec = CommandSpec(
        "sleep", abstract: "Measure how long a sleep takes and how much memory it needs",
        discussion: """
            Fills a temporary home with memories made up for it, vectors included, and sleeps; \
            tells some more and sleeps on those; sleeps with nothing new. The peak is the most \
            resident memory of the process during a sleep.
            """,
        examples: [
            Example("dormouse bench sleep --memories 10000", "ten thousand, then ten more"),
            Example("dormouse bench sleep --memories 1000 --then 100 --json", "one object"),
        ],
        options: [
            .value(
                "memories", "N", .integer(1...10_000_000), default: "10000", help: "how many"),
            .value(
                "then", "K", .integer(0...10_000_000), default: "10",
                help: "how many more are slept on afterwards"),
            .value(
                "text", "KIND", .choice(SyntheticTextKind.allCases.map(\.rawValue)),
                default: "life", help: "even talk, or as uneven as life"),
            .value("seed", "N", .integer(0...Int.max), default: "1", help: "for other memories"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let command = invocation.command
        let home = BenchHome(invocation)
        defer { home.remove() }
        var plan = SyntheticHome.Plan(memories: command.integer("memories", default: 10_000))
        plan.text = command.string("text").flatMap(SyntheticTextKind.init) ?? .life
        plan.seed = UInt64(command.integer("seed", default: 1))
        var benchmark = SleepBenchmark(plan, open: home.engine)
        let report = try benchmark.run(
            more: command.integer("then", default: 10),
            sleep: { try invocation.sleep($0, SleepRequest()) },
            progress: StepBars(invocation.console).show)
        if invocation.wantsJSON {
            invocation.console.print(json: report)
        } else {
            print(report, on: invocation.console)
        }
        return 0
    }

    private static func print(_ report: JSON, on console: Console) {
        var table = Table([
            .init("sleep on"), .init("seconds", .right), .init("peak MiB", .right),
            .init("slowest model"),
        ])
        func add(_ name: String, _ sleep: JSON?) {
            guard let sleep else { return }
            let slowest = sleep["models"]?[0]
            table.add([
                name, decimal(sleep["seconds"]?.double ?? 0, places: 2),
                grouped(sleep["peak_resident_mib"]?.int ?? 0),
                "\(slowest?["model"]?.string ?? "none") "
                    + "\(decimal(slowest?["seconds"]?.double ?? 0, places: 2)) s",
            ])
        }
        add("\(grouped(report["memories"]?.int ?? 0)) memories", report["sleep"])
        add("\(grouped(report["more"]?.int ?? 0)) more", report["sleep_on_more"])
        add("nothing new", report["sleep_on_nothing"])
        console.print(table)
    }
}
