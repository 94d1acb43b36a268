import Arguments
import Foundation
import JSON
import LanguageModels
import Memory

/// `llm prompts`: what sleep says before each kind of question, and whose words these are.
enum ModelPromptsCommand: Command {
    static let spec = CommandSpec(
        "prompts", abstract: "List the prompts of sleep and where each is from, or show one",
        discussion: """
            A file memory.md, episode.md, fact.md or semantic.md takes the place of the prompt that \
            is shipped: in the folder that language_models: prompts names in dormouse.yml, else in \
            the folder prompts of the home.
            """,
        examples: [
            Example("dormouse llm prompts", "shipped, or a file of yours"),
            Example("dormouse llm prompts fact", "the text of one"),
            Example("dormouse llm prompts --json", "all texts, for a program"),
        ],
        arguments: [
            ArgumentSpec(
                "question", .optional, .choice(SleepQuestion.allCases.map(\.rawValue)),
                help: "show this one's text")
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let folder = try invocation.languageModels().gateway.configuration.promptFolder
        var prompts = try Prompts(home: invocation.home, named: folder).all()
        let asked = invocation.command.string("question")
        if let asked { prompts.removeAll { $0.question.rawValue != asked } }
        let console = invocation.console
        if invocation.wantsJSON {
            console.print(json: .array(prompts.map(\.json)))
        } else if asked != nil {
            for prompt in prompts {
                for line in prompt.text.split(separator: "\n", omittingEmptySubsequences: false) {
                    console.print(TerminalText(String(line)))
                }
            }
        } else {
            var table = Table([.init("question"), .init("bytes", .right), .init("source")])
            for prompt in prompts {
                table.add([
                    prompt.question.rawValue, grouped(prompt.text.utf8.count),
                    prompt.file?.path ?? "shipped",
                ])
            }
            console.print(table)
        }
        return 0
    }
}

extension Prompts.Prompt {
    fileprivate var json: JSON {
        [
            "question": .string(question.rawValue),
            "source": .string(file == nil ? "shipped" : "overridden"),
            "file": file.map { .string($0.path) } ?? .null, "text": .string(text),
        ]
    }
}
