import Arguments
import DuckDB
import Foundation
import Health
import Memory
import PostgreSQL

enum HealthSourceCommand: Command {
    static let spec = CommandSpec(
        "source", abstract: "Look at the rows of the memories, or of any table",
        discussion: """
            Ids unique and not null, updated never before created, content that is there, NULL \
            against empty text, content that is still what was hashed, JSON that parses, volume \
            against its own history, freshness, and columns as expected. Without --table the store's memories: in PostgreSQL where a URL \
            is given, else in the home. Columns are found by their names where none is given.
            """,
        examples: [
            Example("dormouse health source", "the memories"),
            Example(
                "dormouse health source --table public.events --id event_id --content body",
                "any table of PostgreSQL"),
            Example("dormouse health source --file data.duckdb --table talks", "of a DuckDB file"),
        ],
        options: [
            .value("table", "NAME", help: "table, or schema.table"),
            .value("file", "FILE", .file, help: "a DuckDB file that has the table"),
            .value("id", "COLUMN", help: "the column that names a row"),
            .value("content", "COLUMN", help: "the text"),
            .value("created", "COLUMN", help: "when the row came"),
            .value("updated", "COLUMN", help: "when it was changed last"),
            .value("metadata", "COLUMN", help: "JSON, or text that should be JSON"),
            .value(
                "hash", "COLUMN", defaultNote: "content_hash of the memories",
                help: "SHA-256 of the text: is computed again for 10,000 rows at most"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let command = invocation.command
        let settings = try HealthCommand.settings(invocation)
        var mapping = settings.source
        mapping.id = command.string("id") ?? mapping.id
        mapping.content = command.string("content") ?? mapping.content
        mapping.created = command.string("created") ?? mapping.created
        mapping.updated = command.string("updated") ?? mapping.updated
        mapping.metadata = command.string("metadata") ?? mapping.metadata
        let named = command.string("table") ?? mapping.table
        mapping.hash = command.string("hash") ?? mapping.hash
        // Of the memories it is known what their hash is.
        if named == nil { mapping.hash = mapping.hash ?? "content_hash" }
        let file = command.string("file")
        guard file == nil, let url = DatabaseTarget.given(invocation) else {
            let path = file ?? invocation.home.storeFile.path
            guard FileManager.default.fileExists(atPath: path) else {
                throw HealthError(
                    "there is no file \(path). Give a URL with --url, a file with --file, or a home "
                        + "with --home")
            }
            let table = parts(named ?? "memory")
            return try HealthRounds(invocation, target: "\(path) \(table.joined(separator: "."))") {
                func checks() throws -> [HealthCheck] {
                    let database = try Database(
                        path: path, options: .init(accessMode: .readOnly))
                    return try SourceHealth(settings.limits, mapping, table: table, now: Date())
                        .checks(try database.connect())
                }
                return try file == nil ? invocation.holdingHome(checks) : checks()
            }.run()
        }
        let configuration = try DatabaseTarget.configuration(url, invocation)
        let table = parts(named ?? "dormouse.memory")
        return try HealthRounds(
            invocation, target: "\(configuration) \(table.joined(separator: "."))"
        ) {
            let connection = try BlockingConnection(configuration)
            defer { connection.close() }
            return try SourceHealth(settings.limits, mapping, table: table, now: Date())
                .checks(connection)
        }.run()
    }

    private static func parts(_ name: String) -> [String] {
        name.split(separator: ".", maxSplits: 1).map(String.init)
    }
}
