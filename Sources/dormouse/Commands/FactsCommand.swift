import Arguments
import Foundation
import JSON
import Memory
import Wire

/// `facts`: what sleep has put on timelines.
enum FactsCommand: Command {
    static let spec = CommandSpec(
        "facts", abstract: "Show what is so, and since when",
        discussion: """
            Sleep keeps a timeline for each subject and attribute: who lives where, what costs how \
            much. Shown is what holds now, or held at --as-of; --history shows what held before, \
            too. Each names the memory that said it.
            """,
        examples: [
            Example("dormouse facts", "all that holds"),
            Example("dormouse facts Nell --history", "everything there was about Nell"),
            Example("dormouse facts Nell --as-of 2026-03-20", "what held on a day"),
        ],
        arguments: [ArgumentSpec("subject", .optional, help: "of whom or what; all without it")],
        options: [
            .value("as-of", "TIME", help: "what held then"),
            .flag("history", help: "what held earlier, too"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        try invocation.requireStore()
        invocation.warnOfDay("as-of")
        let facts = try invocation.engine().facts(
            namespace: invocation.namespace, subject: invocation.command.string("subject"),
            asOf: try invocation.moment("as-of"), history: invocation.command.flag("history"))
        let console = invocation.console
        if invocation.wantsJSON {
            console.print(json: ["facts": .array(facts.map(\.json))])
            return 0
        }
        if facts.isEmpty {
            console.print("no facts are known; sleep finds them: dormouse sleep")
        }
        for fact in facts {
            let until = fact.validTo.map { " until \($0.date)" } ?? ""
            let text = singleLine("\(fact.text) since \(fact.validFrom.date)\(until)")
            console.print("\(text)  \(shortID(fact.memory), .dim)")
        }
        return 0
    }
}
