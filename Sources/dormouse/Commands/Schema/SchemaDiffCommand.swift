import Arguments
import JSON
import Schema

enum SchemaDiffCommand: Command {
    static let spec = CommandSpec(
        "diff", abstract: "Show what leads from one schema to another, with the SQL",
        discussion: """
            The SQL turns the first source into the second; it is written for a person to read. \
            Ends with 0 whether they differ or not; drift ends with 1 where they do.
            """,
        examples: [
            Example("dormouse schema diff postgres://localhost/shop migrations", "what is missing"),
            Example("dormouse schema diff old.json new.sql --sql", "only the SQL"),
        ],
        arguments: [
            ArgumentSpec("from", help: "the source to start from"),
            ArgumentSpec("to", help: "the source to arrive at"),
        ],
        options: [.flag("sql", help: "print only the SQL")])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let command = invocation.command
        let sources = try SchemaSources(
            [command.string("from", default: ""), command.string("to", default: "")], invocation)
        let difference = CatalogueDifference(
            from: sources.catalogues[0], to: sources.catalogues[1])
        let patch = SchemaPatch(difference)
        let console = invocation.console
        if invocation.wantsJSON {
            console.print(json: json(difference, patch))
            return 0
        }
        for note in sources.notCovered { console.warn(TerminalText(note)) }
        if !command.flag("sql") {
            for change in difference.sorted {
                let sign = change.before == nil ? "+" : change.after == nil ? "-" : "~"
                let facts = change.facts.map(\.rawValue).joined(separator: ", ")
                console.print(
                    "-- \(sign) \(change.id)\(facts.isEmpty ? "" : " (\(facts))")")
            }
            if difference.isEmpty { console.print("-- no difference") }
        }
        for line in patch.script.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        {
            console.print(TerminalText(String(line)))
        }
        return 0
    }

    private static func json(_ difference: CatalogueDifference, _ patch: SchemaPatch) -> JSON {
        [
            "changes": .array(
                difference.sorted.map { change in
                    var object = change.id.json.object ?? [:]
                    object["change"] =
                        change.before == nil
                        ? "added" : change.after == nil ? "removed" : "changed"
                    object["facts"] = JSON(change.facts.map(\.rawValue))
                    return .object(object)
                }),
            "statements": .array(
                patch.statements.map { ["sql": .string($0.sql), "warning": JSON($0.warning)] }),
            "by_hand": JSON(patch.byHand),
        ]
    }
}
