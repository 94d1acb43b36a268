import Arguments
import Foundation
import JSON
import PostgreSQL
import Schema

enum SchemaInspectCommand: Command {
    static let spec = CommandSpec(
        "inspect", abstract: "Show what a database is made of, as a tree or JSON",
        discussion: """
            Without a source: the database of POSTGRES_DB_URL, else DATABASE_URL. What --json \
            prints can be saved and is a source of diff and drift.
            """,
        examples: [
            Example("dormouse schema inspect", "the database of POSTGRES_DB_URL"),
            Example("dormouse schema inspect migrations", "what the migrations come to"),
            Example("dormouse schema inspect postgres://localhost/shop --json > shop.json", "save"),
        ],
        arguments: [ArgumentSpec("source", .optional, help: "where to read from")],
        options: [DatabaseTarget.url])

    static func run(_ invocation: Invocation) throws -> Int32 {
        guard let word = invocation.command.string("source") ?? DatabaseTarget.given(invocation)
        else {
            throw invocation.command.usageError(
                "no source is named", suggestion: "give a URL, or set POSTGRES_DB_URL",
                code: .missingArgument)
        }
        let source = try SchemaSource(
            word, placeholders: Placeholders([], environment: invocation.environment))
        let catalogue = try source.catalogue { try DatabaseTarget.scratch(invocation) }
            .limited(to: SchemaCommand.scope(invocation))
        let console = invocation.console
        if invocation.wantsJSON {
            console.print(json: catalogue.json)
            return 0
        }
        for line in CatalogueTree(catalogue).lines { print(line, on: console) }
        for kind in catalogue.notCovered { console.note("\(kind) not shown") }
        return 0
    }

    private static func print(_ line: CatalogueTree.Line, on console: Console) {
        let indent = String(repeating: "  ", count: line.depth)
        let kind = line.kind.isEmpty ? "" : line.kind + " "
        let head = indent + kind + singleLine(line.name)
        if line.text.isEmpty {
            console.print("\(indent)\(kind, .dim)\(singleLine(line.name), .bold)")
            return
        }
        guard let width = console.settings.outputWidth else {
            console.print("\(indent)\(kind, .dim)\(line.name, .bold)  \(line.text)")
            return
        }
        let room = max(width - displayWidth(indent) - 4, 20)
        if displayWidth(head) + 2 + displayWidth(line.text) <= width {
            console.print("\(indent)\(kind, .dim)\(line.name, .bold)  \(line.text)")
        } else {
            console.print("\(indent)\(kind, .dim)\(singleLine(line.name), .bold)")
            for part in wrap(harmless(line.text), width: room) {
                console.print(TerminalText(indent + "    " + part))
            }
        }
    }
}
