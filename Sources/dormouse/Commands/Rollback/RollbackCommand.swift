import Arguments
import Foundation
import Governor
import JSON

/// `rollback`: databases as they were before commands that change much.
enum RollbackCommand: Command {
    static let spec = CommandSpec(
        "rollback", abstract: "Go back to a database as it was before a command",
        discussion: """
            pipeline run, build and seed with --full-refresh and ingest with --replace copy the \
            DuckDB file first, up to 2 GB; a copy is kept for seven days, five of each file. \
            docs/recovery.md says more.
            """,
        examples: [
            Example("dormouse rollback list", "what there is to go back to"),
            Example("dormouse rollback apply 1f0c2a9b", "go back"),
        ],
        subcommands: parts.map { $0.spec })

    private static var parts: [any Command.Type] {
        [RollbackListCommand.self, RollbackApplyCommand.self]
    }

    static func run(_ invocation: Invocation) throws -> Int32 {
        let name = invocation.command.path.last ?? ""
        guard let part = parts.first(where: { $0.spec.name == name }) else { return 2 }
        return try part.run(invocation)
    }
}

enum RollbackListCommand: Command {
    static let spec = CommandSpec(
        "list", abstract: "List the rollback points, the newest first",
        examples: [Example("dormouse rollback list --json", "for a program")])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let points = try invocation.rollbackPoints().list()
        if invocation.wantsJSON {
            let values = points.map { (try? JSON(encoding: $0)) ?? .null }
            invocation.console.print(json: ["points": .array(values)])
            return 0
        }
        guard !points.isEmpty else {
            invocation.console.print("There is no rollback point.")
            return 0
        }
        var table = Table([
            .init("id"), .init("made"), .init("before"), .init("database"), .init("size", .right),
        ])
        for point in points {
            let time = Int64(point.at * 1e6)
            table.add([
                point.id, absoluteTime(time, secondsAheadOfUTC: secondsAheadOfUTC(at: time)),
                point.command, point.database, bytesText(point.bytes),
            ])
        }
        invocation.console.print(table)
        return 0
    }
}

enum RollbackApplyCommand: Command {
    static let spec = CommandSpec(
        "apply", abstract: "Put a database back as it was at a rollback point",
        discussion: "What the database is now becomes a rollback point of its own first.",
        examples: [Example("dormouse rollback apply 1f0c2a9b", "by its id")],
        arguments: [ArgumentSpec("id", .required, help: "an id of rollback list")])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let id = invocation.command.string("id") ?? ""
        let points = try invocation.rollbackPoints()
        guard let point = points.list().first(where: { $0.id == id }) else {
            throw GovernorError(
                .state, "there is no rollback point '\(id)'; dormouse rollback list shows them")
        }
        let earlier = try points.apply(point, at: Date().timeIntervalSince1970)
        if invocation.wantsJSON {
            invocation.console.print(json: [
                "applied": .string(id), "database": .string(point.database),
                "before": earlier.map { .string($0.id) } ?? .null,
            ])
            return 0
        }
        invocation.console.print("\(point.database) is as it was before: \(point.command)")
        if let earlier {
            invocation.console.note("dormouse rollback apply \(earlier.id) undoes this.")
        }
        return 0
    }
}
