import Arguments
import Foundation
import JSON
import Schema

enum SchemaDriftCommand: Command {
    static let spec = CommandSpec(
        "drift", abstract: "Find where two or three schemas that should be equal are not",
        discussion: """
            With one source, the other is the database of POSTGRES_DB_URL, else DATABASE_URL. \
            Says table by table what is missing where, column by column. Ends with 1 where \
            anything differs, so that CI can use it. With --write it leaves the migration that \
            turns the last source into the first, both ways, for a person to read; run \
            dormouse migrate lint on it.

            Tables in which tools keep their history of migrations are left out, and so is what \
            one of the sources cannot say (a Drizzle snapshot knows no functions).
            """,
        examples: [
            Example("dormouse schema drift migrations postgres://localhost/shop", "live as meant?"),
            Example("dormouse schema drift migrations drizzle/meta $DATABASE_URL", "all three"),
            Example(
                "dormouse schema drift migrations $DATABASE_URL --write fixes",
                "write the migration"),
        ],
        arguments: [
            ArgumentSpec(
                "source", .requiredRepeating,
                help: "two or three sources; the first is how it should be")
        ],
        options: [
            .value(
                "write", "DIR", .directory,
                help: "write the migration that makes the last source like the first"),
            .flag(
                "grants",
                help: "compare owners and grants too; what --write leaves does not change them"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        var words = invocation.command.strings("source")
        if words.count == 1, let url = DatabaseTarget.ofEnvironment(invocation) {
            words.append(url)
        }
        guard (2...3).contains(words.count) else {
            throw invocation.command.usageError(
                "drift compares two or three sources, not \(words.count)", code: .missingArgument)
        }
        let sources = try SchemaSources(
            words, invocation, withAccess: invocation.command.flag("grants"))
        let report = DriftReport(sources.catalogues)
        let console = invocation.console
        if invocation.wantsJSON {
            console.print(json: DriftText(report, sources).json)
        } else {
            for note in sources.notCovered { console.warn(TerminalText(note)) }
            DriftText(report, sources).print(on: console)
        }
        if let path = invocation.command.string("write"), !report.isEmpty {
            try write(sources, into: path, invocation)
        }
        return report.isEmpty ? 0 : 1
    }

    private static func write(
        _ sources: SchemaSources, into path: String, _ invocation: Invocation
    ) throws {
        let catalogues = sources.withoutAccess
        guard let meant = catalogues.first, let found = catalogues.last else {
            return
        }
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let folder = try MigrationFolder(path: path)
        let version = MigrationNumbering.next(
            after: folder.migrations.map(\.version), byTime: false, now: Date())
        let names = [sources.names.last ?? "", sources.names.first ?? ""].map(singleLine)
        for (way, from, to) in [("up", found, meant), ("down", meant, found)] {
            let patch = SchemaPatch(CatalogueDifference(from: from, to: to))
            let (start, end) = way == "up" ? (names[0], names[1]) : (names[1], names[0])
            let text =
                "-- Makes \(start) like \(end). Written by dormouse schema drift: read it before "
                + "it runs.\n\n" + patch.script
            let file = "\(path)/\(version)_close_drift.\(way).sql"
            try Data(text.utf8).write(to: URL(fileURLWithPath: file))
            invocation.console.note("wrote \(file)")
        }
    }
}
