import Arguments
import Foundation
import JSON
import Memory

/// `bench remember`: how fast memories are kept.
enum BenchRememberCommand: Command {
    static let spec = CommandSpec(
        "remember", abstract: "Measure how many memories a second are kept, one by one",
        discussion: """
            Each client tells a memory, waits until it is on disk, and tells the next. Several \
            clients of a file share one engine, as those of a server process do.
            """,
        examples: [
            Example("dormouse bench remember", "into a temporary home"),
            Example(
                "dormouse bench remember --on-server --clients 4 --json",
                "four clients of the server that POSTGRES_DB_URL names"),
        ],
        options: [
            .value("clients", "N", .integer(1...64), default: "1", help: "how many tell at once"),
            .value("seconds", "S", .number(0.1...3600), default: "5", help: "for how long"),
            BenchHome.onServer,
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let command = invocation.command
        let clients = command.integer("clients", default: 1)
        let isOnServer = command.flag("on-server")
        let home = BenchHome(invocation, onServer: isOnServer)
        defer { home.remove() }
        try home.refuseUsed()
        // One process has a file.
        let shared = isOnServer ? nil : try home.engine()
        let report = try RememberBenchmark(
            engines: try (0..<clients).map { _ in try shared ?? home.engine() }
        ).run(seconds: command.number("seconds", default: 5))
        if invocation.wantsJSON {
            invocation.console.print(json: report)
        } else {
            invocation.console.print(
                "\(grouped(report["remembered"]?.int ?? 0)) memories by \(clients) "
                    + "\(clients == 1 ? "client" : "clients"): "
                    + "\(grouped(Int(report["per_second"]?.double ?? 0))) a second")
        }
        return 0
    }
}
