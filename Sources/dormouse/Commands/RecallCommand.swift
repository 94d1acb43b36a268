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
            .value("known-at", "TIME", help: "as it was known then: nothing told later is seen"),
            .flag("explain", short: "e", help: "say why each memory was found"),
            .flag("all-of", help: "the set of all that fit about as well, folded and counted"),
            .flag("all", help: "each of several memories that say the same"),
            .value(
                "max-chars", "N", .integer(1...16_777_216), defaultNote: "400; all with --json",
                help: "how much of a long memory is shown"),
        ] + FilterOptions.specs)

    static func run(_ invocation: Invocation) throws -> Int32 {
        var options = RecallOptions(namespace: invocation.namespace)
        options.limit = invocation.command.integer("limit", default: 10)
        options.asOf = try invocation.moment("as-of")
        let isSet = invocation.command.flag("all-of")
        if isSet {
            // "Which books has she read?" wants every one, however many.
            options.leastShare = 0.6
            options.limit = max(options.limit, 200)
        }
        options.knownAt = try invocation.moment("known-at")
        options.filter = try FilterOptions.filter(invocation)
        options.foldsRepetitions = !invocation.command.flag("all")
        let limit = invocation.command.string("max-chars").flatMap { Int($0) }
        let question = invocation.command.string("question", default: "")
        try invocation.requireStore()
        let engine = try invocation.engine()
        engine.warmUp()
        var answer = try engine.recall(question, options: options)
        answer.notes += [
            invocation.noteOfDay("as-of"), invocation.noteOfDay("known-at", what: "was told"),
        ].compactMap(\.self)
        if invocation.wantsJSON {
            invocation.console.print(json: answer.json(mostCharacters: limit))
        } else {
            RecallText(
                answer: answer, explains: invocation.command.flag("explain"), limit: limit ?? 400
            ).print(on: invocation.console)
        }
        if isSet, !invocation.wantsJSON {
            let times = answer.results.reduce(0) { $0 + ($1.saying?.times ?? 1) }
            invocation.console.print(
                "\(grouped(answer.results.count)) memories, said \(grouped(times)) times")
        }
        do { try engine.flush() } catch {
            invocation.console.warn("the recall was not written down: \(String(describing: error))")
        }
        return 0
    }
}
