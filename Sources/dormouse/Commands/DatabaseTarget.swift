import Arguments
import Foundation
import PostgreSQL
import Schema

/// Which PostgreSQL database a command works on, and where it may make scratch databases.
enum DatabaseTarget {
    static let url = OptionSpec.value(
        "url", "URL", defaultNote: "POSTGRES_DB_URL, else DATABASE_URL",
        help: "the database: postgres://user:password@host:port/name")

    static let statementTimeout = OptionSpec.value(
        "statement-timeout", "SECONDS", .number(0...86_400),
        help: "the server cancels a statement that takes longer; 0 for never")

    static let lockTimeout = OptionSpec.value(
        "lock-timeout", "SECONDS", .number(0...86_400),
        help: "a statement that waits longer for a lock fails; 0 for never")

    static let scratch = OptionSpec.value(
        "scratch", "URL", defaultNote: "a server started for the moment",
        environment: "DORMOUSE_SCRATCH_URL",
        help: "the server on which scratch databases are made")

    /// The URL that was given, or the one of the environment; nil where there is none.
    static func given(_ invocation: Invocation) -> String? {
        invocation.command.string("url") ?? ofEnvironment(invocation)
    }

    static func ofEnvironment(_ invocation: Invocation) -> String? {
        ["POSTGRES_DB_URL", "DATABASE_URL"].lazy
            .compactMap { invocation.environment[$0] }.first { !$0.isEmpty }
    }

    static func configuration(_ invocation: Invocation) throws -> ConnectionConfiguration {
        guard let url = given(invocation) else {
            throw invocation.command.usageError(
                "no database is named",
                suggestion: "give --url, or set POSTGRES_DB_URL", code: .missingOption)
        }
        return try configuration(url, invocation)
    }

    /// The configuration of a URL, with the limits that were asked for.
    static func configuration(_ url: String, _ invocation: Invocation) throws
        -> ConnectionConfiguration
    {
        var configuration = try ConnectionConfiguration(url)
        configuration.applicationName =
            configuration.applicationName
            ?? "dormouse " + invocation.command.path.joined(separator: " ")
        return configuration
    }

    /// Connects; says what is wrong where that fails.
    static func connect(_ invocation: Invocation, limits: Bool = false) throws
        -> BlockingConnection
    {
        var configuration = try configuration(invocation)
        if limits {
            configuration.statementTimeout =
                invocation.command.number("statement-timeout").map(Duration.seconds)
                ?? configuration.statementTimeout
            configuration.lockTimeout =
                invocation.command.number("lock-timeout").map(Duration.seconds)
                ?? configuration.lockTimeout
        }
        return try connect(configuration, invocation)
    }

    /// Connects; waits, as long as `--wait` says, for a server that is not there yet, or takes no
    /// more connections for the moment.
    static func connect(_ configuration: ConnectionConfiguration, _ invocation: Invocation)
        throws(PostgreSQLError) -> BlockingConnection
    {
        let patience = Duration.seconds(invocation.command.number("wait", default: 10))
        return try Reaching.server(within: patience) { () throws(PostgreSQLError) in
            try BlockingConnection(configuration)
        }
    }

    static func scratch(_ invocation: Invocation) throws -> ScratchServer {
        try scratch(at: invocation.command.string("scratch"), invocation)
    }

    /// - Parameter url: nil for a server that is started for the moment.
    static func scratch(at url: String?, _ invocation: Invocation) throws -> ScratchServer {
        try ScratchServer(
            url: url,
            installations: Installation.postgresFolders, environment: invocation.environment
        ) { name in
            invocation.console.warn(
                "the scratch database \(name) could not be dropped: DROP DATABASE \(name)")
        }
    }
}
