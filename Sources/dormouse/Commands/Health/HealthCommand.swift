import Arguments
import Foundation
import Health
import JSON
import Memory
import PostgreSQL
import Settings

enum HealthCommand: Command {
    static let spec = CommandSpec(
        "health", abstract: "Look whether database, files and sleep are well",
        discussion: """
            Looks at the PostgreSQL database of --url, POSTGRES_DB_URL or DATABASE_URL, and at the \
            home's DuckDB files. Each check is green, yellow or red with its figure, its limit and \
            what to do. Ends with 1 where anything is red; with --strict also where it is yellow. \
            Limits can be set in dormouse.yml under health; docs/health.md lists them.
            """,
        examples: [
            Example("dormouse health", "everything there is"),
            Example("dormouse health --url postgres://localhost/shop --strict", "for a script"),
            Example("dormouse health --watch --every 10", "again and again"),
            Example("dormouse health source --table public.events", "the rows of a table"),
            Example("dormouse health llm", "the servers of language models"),
        ],
        options: [
            DatabaseTarget.url,
            .value(
                "history", "FILE", .file, defaultNote: "health.jsonl in the home",
                help: "where figures are kept, so that a trend is seen"),
            .flag("strict", help: "end with 1 where anything is yellow, too"),
            .flag("watch", help: "look again and again, until interrupted"),
            .value("every", "SECONDS", .number(0.1...86_400), default: "5", help: "how often"),
            .value("times", "N", .integer(1...Int.max), help: "look this often, then end"),
        ],
        subcommands: parts.map { $0.spec }, runsWithoutSubcommand: true)

    private static var parts: [any Command.Type] {
        [HealthSourceCommand.self, HealthModelsCommand.self]
    }

    static func run(_ invocation: Invocation) throws -> Int32 {
        if invocation.command.path.count > 1 {
            let name = invocation.command.path.last ?? ""
            guard let part = parts.first(where: { $0.spec.name == name }) else { return 2 }
            return try part.run(invocation)
        }
        let settings = try settings(invocation)
        let url = DatabaseTarget.given(invocation)
        let configuration = try url.map { try DatabaseTarget.configuration($0, invocation) }
        let target = configuration.map { "\($0)" } ?? invocation.home.directory.path
        return try HealthRounds(invocation, target: target) {
            var checks: [HealthCheck] = []
            if let configuration {
                checks += PostgresHealth(settings).checks(configuration)
                if let source = settings.schema {
                    checks.append(SchemaHealth.check(source, configuration, invocation))
                }
            }
            if configuration == nil || invocation.home.exists {
                checks += try invocation.holdingHome {
                    HomeHealth(invocation.home, settings.limits).checks()
                }
            }
            if invocation.hasStore, let engine = try? invocation.engine(),
                let nights = try? NightHealth(engine, settings.limits).checks()
            {
                checks += nights
            }
            return checks
        }.run()
    }

    /// The `health` section of the configuration, or the standard.
    static func settings(_ invocation: Invocation) throws -> HealthSettings {
        try HealthSettings(invocation.settings().section("health"))
    }
}
