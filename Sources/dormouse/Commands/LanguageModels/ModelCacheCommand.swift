import Arguments
import JSON
import LanguageModels

/// `llm cache`: the answers that are kept.
enum ModelCacheCommand: Command {
    static let spec = CommandSpec(
        "cache", abstract: "Look at the answers that are kept, or forget them",
        discussion: """
            An answer is kept under the digest of its question: model, prompt, schema and \
            parameters. Questions themselves are not kept.
            """,
        examples: [
            Example("dormouse llm cache stats", "how many, how large"),
            Example("dormouse llm cache clear", "forget them all"),
        ],
        arguments: [
            ArgumentSpec("action", .required, .choice(["stats", "clear"]), help: "what to do")
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let gateway = try invocation.languageModels().gateway
        let before = gateway.cacheSize
        let isCleared = invocation.command.string("action") == "clear"
        if isCleared { gateway.clearCache() }
        let limit = gateway.configuration.cacheBytes
        if invocation.wantsJSON {
            invocation.console.print(json: [
                "answers": .int(isCleared ? 0 : before.answers),
                "bytes": .int(isCleared ? 0 : before.bytes), "limit_bytes": .int(limit),
                "cleared": .int(isCleared ? before.answers : 0),
            ])
        } else if isCleared {
            invocation.console.print("forgot \(grouped(before.answers)) answers")
        } else {
            invocation.console.print(
                "\(grouped(before.answers)) answers, \(bytesText(before.bytes)) of at most "
                    + "\(bytesText(limit))")
        }
        return 0
    }
}
