import Arguments
import JSON
import Memory

enum SleepShowCommand: Command {
    static let spec = CommandSpec(
        "show", abstract: "Show one cycle: with what it was slept, what it saw and what it made",
        examples: [
            Example("dormouse sleep show 12", "one cycle"),
            Example("dormouse sleep show 12 --json", "with digests of every table"),
        ],
        arguments: [ArgumentSpec("cycle", .required, .integer(1...Int.max), help: "its number")])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let cycle = invocation.command.integer("cycle") ?? 0
        let entry = try invocation.engine().sleepEntry(cycle)
        if invocation.wantsJSON {
            invocation.console.print(json: entry.json)
        } else {
            SleepEntryText(entry: entry).print(on: invocation.console)
        }
        return 0
    }
}
