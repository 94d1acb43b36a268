import Arguments
import JSON
import Memory

enum SleepDiffCommand: Command {
    static let spec = CommandSpec(
        "diff", abstract: "Say what a cycle learnt, changed, superseded and forgot",
        discussion: """
            With one number: what that cycle did. With two: what differs between the states after \
            both; 0 is before the first. Of the last cycle that failed the dream test, what it \
            would have done. Sentences are of the namespace where one is given, else of all.
            """,
        examples: [
            Example("dormouse sleep diff 12", "what cycle 12 did"),
            Example("dormouse sleep diff 7 12", "what cycles 8 to 12 did together"),
            Example("dormouse sleep diff 0 12 --json", "everything, as rows"),
        ],
        arguments: [
            ArgumentSpec("cycle", .required, .integer(0...Int.max), help: "a cycle"),
            ArgumentSpec("other", .optional, .integer(0...Int.max), help: "a later state"),
        ],
        options: [
            .value(
                "limit", "N", .integer(1...1_000_000), default: "40",
                help: "how many sentences at most")
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let command = invocation.command
        let cycle = command.integer("cycle") ?? 0
        let engine = try invocation.engine()
        var difference: SleepDifference
        if let other = command.integer("other") {
            difference = try engine.sleepDifference(from: cycle, to: other)
        } else {
            guard cycle > 0 else {
                throw command.usageError(
                    "there is no cycle 0", suggestion: "give a second number: sleep diff 0 1")
            }
            difference =
                try engine.sleepEntry(cycle).state == .rejected
                ? try engine.rejectedDifference(cycle)
                : try engine.sleepDifference(from: cycle - 1, to: cycle)
        }
        if invocation.namespaceIsAsked { difference = difference.within(invocation.namespace) }
        if invocation.wantsJSON {
            invocation.console.print(json: difference.json)
        } else {
            SleepDifferenceText(difference: difference, limit: command.integer("limit") ?? 40)
                .print(on: invocation.console)
        }
        return 0
    }
}
