import Arguments
import JSON
import Memory

enum SleepReplayCommand: Command {
    static let spec = CommandSpec(
        "replay", abstract: "Sleep a cycle again on what it saw, and compare what comes of it",
        discussion: """
            The same inputs give the same bits. Where something differs it says what: the project, \
            its parameters, the language model or its answers, the clock, the memories, or the \
            version of DuckDB. Works on a copy; nothing is changed. Ends with 1 where the cycle \
            comes out otherwise.
            """,
        examples: [
            Example("dormouse sleep replay 12", "whether it comes out the same"),
            Example("dormouse sleep replay 12 --as-of 2026-06-01", "with another clock"),
        ],
        arguments: [ArgumentSpec("cycle", .required, .integer(1...Int.max), help: "its number")])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let engine = try invocation.engine()
        let replay = try engine.replaySleep(
            invocation.command.integer("cycle") ?? 0, asOf: try invocation.moment("as-of"),
            asksModel: !invocation.command.flag("no-model"))
        let code: Int32 = replay.isSame ? 0 : 1
        let console = invocation.console
        if invocation.wantsJSON {
            console.print(json: replay.json)
            return code
        }
        console.print(
            replay.isSame
                ? "cycle \(replay.cycle) comes out the same, bit for bit, in \(replay.same) tables"
                : "cycle \(replay.cycle) comes out otherwise in \(replay.tables.count) of "
                    + "\(replay.same + replay.tables.count) tables")
        for table in replay.tables {
            console.print(
                "  \(table.name): \(grouped(table.was)) rows, now \(grouped(table.isNow))")
        }
        for difference in replay.differences {
            console.print("\(difference.cause.rawValue): \(harmless(difference.text))")
        }
        if !replay.isSame, replay.differences.isEmpty {
            console.warn("nothing that is known of it differs: please report this")
        }
        return code
    }
}
