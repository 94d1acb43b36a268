import Arguments
import DuckDB
import Foundation
import Governor
import JSON

/// `bench engine`: how fast DuckDB computes here under the governor's limits, beside a baseline.
enum BenchEngineCommand: Command {
    static let spec = CommandSpec(
        "engine", abstract: "Measure DuckDB under the governor, and compare with a baseline",
        discussion: """
            Ten statements (grouping, join, window, list, string_agg, distinct, sort, median, JSON, \
            vectors) over made data of a size, and TPC-H's 22 where DuckDB's extension tpch is \
            there. Each runs --runs times; time, memory and spilled bytes are kept. The first result \
            on a machine is its baseline; a later figure is a regression where its median lies \
            outside the band around the baseline's after at least five runs: exit code 1.
            """,
        examples: [
            Example("dormouse bench engine --size 1MB", "in a moment"),
            Example("dormouse bench engine --size 100MB --runs 7 --json", "for a program"),
            Example("dormouse bench engine --size 100MB --save-baseline", "a new baseline"),
        ],
        options: [
            .value("size", "SIZE", default: "1MB", help: "how much data: 1MB, 100MB, 1GB, 10GB"),
            .value(
                "runs", "N", .integer(1...1000), default: "5", help: "how often each statement runs"
            ),
            .value(
                "band", "PERCENT", .number(1...1000), default: "50",
                help: "how far above the baseline's median is no regression"),
            .value(
                "baseline", "FILE", .file, defaultNote: "one a machine and size",
                help: "compare with this"),
            .flag("save-baseline", help: "make this result the baseline"),
            .value(
                "database", "FILE", .file, defaultNote: "one that goes afterwards",
                help: "make the data in this file, and take what is there already"),
            .flag("no-tpch", help: "leave TPC-H out"),
            .flag("only-tpch", help: "leave all but TPC-H out"),
        ], conflicts: [["no-tpch", "only-tpch"]])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let command = invocation.command
        guard let size = ByteCount(duckDBText: command.string("size", default: "1MB")),
            size >= .bytes(100_000)
        else {
            throw command.usageError(
                "--size: write 1MB, 100MB or 1GB", suggestion: "at least 100KB")
        }
        let limits = try invocation.governorLimits()
        let bench = EngineBench(
            size: size, runs: command.integer("runs") ?? 5, limits: limits,
            extensionDirectory: Installation.extensionDirectory(invocation.environment),
            console: invocation.console)
        let report = try bench.measure(
            in: command.string("database"), ours: !command.flag("only-tpch"),
            tpch: !command.flag("no-tpch"))
        let file =
            command.string("baseline").map { URL(fileURLWithPath: $0) }
            ?? invocation.stateDirectory.url.appending(path: "bench-\(report.key).json")
        let baseline = try command.flag("save-baseline") ? nil : EngineReport.read(file)
        let band = command.number("band", default: 50) / 100
        let regressions = baseline.map { report.regressions(against: $0, band: band) } ?? []
        if baseline == nil {
            invocation.stateDirectory.make()
            try report.write(file)
        }
        if invocation.wantsJSON {
            var object = report.json.object ?? JSON.Object()
            object["baseline"] = .string(file.path)
            object["regressions"] = .array(regressions.map { .string($0) })
            invocation.console.print(json: .object(object))
        } else {
            report.print(on: invocation.console, beside: baseline)
            invocation.console.note(
                baseline == nil
                    ? "This is the baseline now: \(file.path)" : "Compared with \(file.path)")
            for name in regressions {
                invocation.console.fail("\(name) is slower than its baseline")
            }
        }
        return regressions.isEmpty ? 0 : 1
    }
}
