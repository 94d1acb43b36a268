import Arguments
import Foundation
import JSON
import Memory
import Wire

enum StatsCommand: Command {
    static let spec = CommandSpec(
        "stats", abstract: "Count what the home holds, and how sleep is doing",
        discussion: "Counts all namespaces, or the one that --namespace names.",
        examples: [
            Example("dormouse stats", "everything"),
            Example("dormouse stats --namespace notes --json", "one namespace, for a program"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        guard invocation.hasStore else {
            throw MemoryError(
                .notFound,
                "there is no home at \(invocation.home.directory.path). Keep a memory with "
                    + "dormouse remember, or name another home with --home")
        }
        let engine = try invocation.engine()
        let namespace = invocation.namespaceIsAsked ? invocation.namespace : nil
        let statistics = try engine.statistics(namespace: namespace)
        if invocation.wantsJSON {
            invocation.console.print(
                json: statistics.json(home: engine.home.directory.path))
        } else {
            print(statistics, engine, on: invocation.console)
        }
        return 0
    }

    private static func print(
        _ statistics: Statistics, _ engine: MemoryEngine, on console: Console
    ) {
        let counts = statistics.store
        var rows: [(String, String)] = [
            ("home", engine.home.directory.path), ("kept in", statistics.place),
            ("memories", grouped(counts.memories)),
            ("sessions", grouped(counts.sessions)), ("speakers", grouped(counts.speakers)),
            ("recalled", "\(grouped(counts.accesses)) times"),
            ("no vector", grouped(counts.withoutEmbedding)),
        ]
        if let earliest = counts.earliest, let latest = counts.latest {
            rows.append(("from", earliest.description))
            rows.append(("to", latest.description))
        }
        rows.append(("cycles", grouped(statistics.cycles)))
        for entry in statistics.derived { rows.append((entry.name, grouped(entry.rows))) }
        rows.append(("on disk", bytesText(statistics.bytes)))
        for (name, value) in rows {
            let label = name.padding(toLength: 24, withPad: " ", startingAt: 0)
            console.print("\(label, .dim)\(singleLine(value))")
        }
        if statistics.namespaces.count > 1 {
            console.print()
            var table = Table([.init("namespace"), .init("memories", .right)])
            for entry in statistics.namespaces { table.add([entry.name, grouped(entry.rows)]) }
            console.print(table)
        }
    }
}
