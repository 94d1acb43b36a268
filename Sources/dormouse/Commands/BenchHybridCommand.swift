import Arguments
import Foundation
import Hybrid
import JSON
import PostgreSQL

/// `bench hybrid`: PostgreSQL and DuckDB together, each figure beside its limit.
enum BenchHybridCommand: Command {
    static let spec = CommandSpec(
        "hybrid",
        abstract: "Measure PostgreSQL, the pool, and DuckDB reading from and writing to it",
        discussion: """
            Works in a schema of its own, dormouse_bench, which it makes and drops, on the server \
            of POSTGRES_DB_URL; without one it starts a private server for the moment, from what \
            scripts/bootstrap installed. Peers run in turns with what is measured.
            """,
        examples: [
            Example("dormouse bench hybrid", "100,000 rows with vectors"),
            Example("dormouse bench hybrid --rows 10000 --json", "a tenth, one object"),
        ],
        options: [
            .value("rows", "N", .integer(100...10_000_000), default: "100000", help: "how many")
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let console = invocation.console
        let (configuration, server) = try Self.server(invocation)
        defer { server?.stop(.quit) }
        let benchmark = HybridBenchmark(
            rows: invocation.command.integer("rows", default: 100_000), configuration,
            extensionDirectory: Installation.extensionDirectory(invocation.environment))
        let figures = try benchmark.run { console.drawStatus("\($0)…") }
        console.clearStatus()
        if invocation.wantsJSON {
            try console.print(encoding: figures)
        } else {
            console.print(table(figures))
            for figure in figures {
                if let note = figure.note { console.note("\(figure.name): \(note)") }
            }
        }
        return 0
    }

    private static func server(_ invocation: Invocation) throws
        -> (ConnectionConfiguration, PrivateServer?)
    {
        if let url = invocation.environment["POSTGRES_DB_URL"], !url.isEmpty {
            return (try ConnectionConfiguration(url), nil)
        }
        let found = PostgresInstallation.find(
            in: Installation.postgresFolders, environment: invocation.environment)
        guard let found else {
            throw PostgreSQLError(
                .configuration, "POSTGRES_DB_URL is not set and no PostgreSQL server is installed",
                hint: "set it, or run scripts/bootstrap test")
        }
        invocation.console.drawStatus("starting PostgreSQL \(found.version)…")
        let server = try PrivateServer(found, .init(isDurable: true))
        if found.hasExtension("vector") {
            let owner = try BlockingConnection(server.configuration())
            try owner.query("CREATE EXTENSION vector")
            owner.close()
        }
        return (server.configuration(), server)
    }

    private static func table(_ figures: [HybridBenchmark.Figure]) -> Table {
        var table = Table([
            .init("figure"), .init("value", .right), .init("limit", .right), .init("unit"),
        ])
        for figure in figures {
            table.add([
                figure.name, decimal(figure.value, places: 2),
                figure.limit.map { decimal($0, places: 1) } ?? "", figure.unit,
            ])
        }
        return table
    }
}
