import Arguments
import Foundation
import JSON
import Memory
import Wire

/// `context`: what an agent should know before it does something.
enum ContextCommand: Command {
    static let spec = CommandSpec(
        "context", abstract: "Give what an agent should know for a task, ready for a prompt",
        discussion: """
            One block: what is so, then what was said about it with its time, then what is open, \
            each with the id of its memory, within a budget of tokens. The block says that it is \
            data and no instruction. The same home gives the same block.
            """,
        examples: [
            Example("dormouse context \"plan the launch\" --budget 2000", "a block for a prompt"),
            Example("dormouse context \"plan the launch\" --json", "and what is in it"),
        ],
        arguments: [ArgumentSpec("task", .required, help: "what the agent is about to do")],
        options: [
            .value(
                "budget", "TOKENS", .integer(100...1_000_000), default: "2000",
                help: "how long it may be, estimated at three bytes a token"),
            .value("as-of", "TIME", help: "as if it were then: nothing later is seen"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        try invocation.requireStore()
        var options = RecallOptions(namespace: invocation.namespace)
        options.asOf = try invocation.moment("as-of")
        invocation.warnOfDay("as-of")
        let engine = try invocation.engine()
        engine.warmUp()
        let context = try engine.context(
            invocation.command.string("task", default: ""), options: options)
        let block = ContextBlock(
            context, namespace: invocation.namespace,
            tokenBudget: invocation.command.integer("budget", default: 2000))
        if invocation.wantsJSON {
            invocation.console.print(json: block.json)
        } else {
            invocation.console.print(TerminalText(harmless(block.text)))
        }
        do { try engine.flush() } catch {
            invocation.console.warn("the recall was not written down: \(String(describing: error))")
        }
        return 0
    }
}
