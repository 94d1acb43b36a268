import Arguments
import Foundation
import JSON
import Memory
import Wire

enum RecallCommand: Command {
    static let spec = CommandSpec(
        "recall", abstract: "Find the memories that answer a question",
        discussion: """
            Goes by words, by meaning, by who spoke and when, and by what belongs together. \
            --explain says for each memory why it was found. Time words in the question ("last \
            week", "in May 2023") count from now, or from --as-of.
            """,
        examples: [
            Example("dormouse recall \"Where does Ada live?\"", "ask"),
            Example("dormouse recall \"what broke last week?\" --explain", "and see why"),
            Example(
                "dormouse recall \"the launch date\" --as-of 2026-03-20 --limit 3",
                "as it was known on a day"),
        ],
        arguments: [ArgumentSpec("question", .required, help: "what to look for")],
        options: [
            .value("limit", short: "l", "N", .integer(1...1000), default: "10", help: "how many"),
            .value("as-of", "TIME", help: "as if it were then: nothing later is seen"),
            .value("since", "TIME", help: "only what happened then or later"),
            .value("until", "TIME", help: "only what happened before then"),
            .flag("explain", short: "e", help: "say why each memory was found"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        var options = RecallOptions(namespace: invocation.namespace)
        options.limit = invocation.command.integer("limit", default: 10)
        options.asOf = try invocation.moment("as-of")
        options.since = try invocation.moment("since")
        options.until = try invocation.moment("until")
        let question = invocation.command.string("question", default: "")
        guard invocation.hasStore else {
            throw MemoryError(
                .notFound,
                "there are no memories at \(invocation.home.directory.path). Keep one with "
                    + "dormouse remember, or name another home with --home")
        }
        let engine = try invocation.engine()
        engine.warmUp()
        let answer = try engine.recall(question, options: options)
        if invocation.wantsJSON {
            invocation.console.print(json: answer.json)
        } else {
            RecallText(answer: answer, explains: invocation.command.flag("explain"))
                .print(on: invocation.console)
        }
        do { try engine.flush() } catch {
            invocation.console.warn("the recall was not written down: \(String(describing: error))")
        }
        return 0
    }
}
