import Arguments

/// A program with every feature of the parser.
let program = CommandSpec(
    "squirrel", abstract: "Keep nuts and find them again",
    discussion: """
        Nuts are kept in a tree. This paragraph is long enough that it has to be wrapped in order \
        to fit into eighty columns.

            an indented line stays    as it is
        """,
    examples: [Example("squirrel hide acorn", "Hides an acorn.")],
    options: [
        .value(
            "home", "DIR", .directory, environment: "SQUIRREL_HOME", help: "Where the tree stands"),
        .flag("json", short: "j", help: "Print JSON"),
        .flag("quiet", short: "q", help: "Print less"),
        .flag("color", negatable: true, default: true, help: "Use colours"),
    ],
    conflicts: [["json", "quiet"]],
    subcommands: [
        CommandSpec(
            "hide", abstract: "Hide nuts",
            examples: [Example("squirrel hide acorn walnut", "Hides two.")],
            arguments: [
                ArgumentSpec("nut", .requiredRepeating, help: "A nut to hide")
            ],
            options: [
                .value(
                    "depth", short: "d", "CM", .integer(1...100), default: "10",
                    environment: "SQUIRREL_DEPTH", help: "How deep"),
                .value("offset", short: "o", "X", .number(), help: "How far aside"),
                .value(
                    "kind", "KIND", .choice(["hazel", "walnut", "acorn"]), help: "Which kind"),
                .value(
                    "tag", short: "t", "TAG", repeating: true, environment: "TAGS", help: "A tag"),
                .flag("verbose", short: "v", help: "Say more"),
            ]),
        CommandSpec(
            "find", abstract: "Find nuts",
            examples: [Example("squirrel find acorn", "Finds it.")],
            arguments: [
                ArgumentSpec("query", help: "What to find"),
                ArgumentSpec("count", .optional, .integer(1...Int.max), help: "How many"),
            ],
            options: [.value("limit", short: "n", "N", .integer(1...1000), help: "At most")]),
        CommandSpec(
            "tree", abstract: "Look after the tree",
            examples: [Example("squirrel tree grow", "Grows.")],
            subcommands: [
                CommandSpec(
                    "grow", abstract: "Grow", examples: [Example("squirrel tree grow", "Grows.")],
                    options: [
                        .value("years", "N", .integer(0...Int.max), required: true, help: "Years")
                    ]),
                CommandSpec(
                    "shake", abstract: "Shake", examples: [Example("squirrel tree shake", "!")],
                    isHidden: true),
            ]),
    ])

func run(_ words: String..., environment: [String: String] = [:]) throws -> ParsedCommand {
    switch try parse(words, as: program, environment: environment) {
    case .run(let command): return command
    case .help, .version: throw NotACommand()
    }
}

func help(_ words: String...) throws -> String {
    guard case .help(let text) = try parse(words, as: program) else { throw NotACommand() }
    return text
}

/// The message and suggestion of the error that this line gives.
func complaint(_ words: String..., environment: [String: String] = [:]) -> String {
    do throws(UsageError) {
        _ = try parse(words, as: program, environment: environment)
        return "no error"
    } catch {
        return error.message + (error.suggestion.map { "; " + $0 } ?? "")
    }
}

struct NotACommand: Error {}
