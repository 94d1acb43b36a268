import Arguments
import PostgreSQL
import Schema

enum SchemaCommand: Command {
    static let spec = CommandSpec(
        "schema", abstract: "Read PostgreSQL schemas, compare them, close the gap",
        discussion: """
            A source is a URL of a live database, a folder of migrations (replayed on a scratch \
            database), a file with SQL, a snapshot of Drizzle Kit or its folder, or an inspection \
            saved with --json. docs/schema.md says more.
            """,
        examples: [
            Example("dormouse schema inspect postgres://localhost/shop", "as a tree"),
            Example("dormouse schema drift migrations postgres://localhost/shop", "for CI"),
            Example("dormouse schema diff old.sql new.sql", "the SQL between them"),
        ],
        options: [
            .value(
                "schema", "NAME", repeating: true, help: "look at this schema only"),
            .value(
                "exclude", "PATTERN", repeating: true,
                help: "leave this out; * stands for any letters: audit.*, *_backup"),
            DatabaseTarget.scratch,
        ],
        subcommands: parts.map { $0.spec })

    private static var parts: [any Command.Type] {
        [SchemaInspectCommand.self, SchemaDiffCommand.self, SchemaDriftCommand.self]
    }

    static func run(_ invocation: Invocation) throws -> Int32 {
        let name = invocation.command.path.last ?? ""
        guard let part = parts.first(where: { $0.spec.name == name }) else { return 2 }
        return try part.run(invocation)
    }

    static func scope(_ invocation: Invocation) -> Scope {
        Scope(
            schemas: invocation.command.strings("schema"),
            excluded: invocation.command.strings("exclude"))
    }
}
