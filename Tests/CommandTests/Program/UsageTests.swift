import Arguments
import Foundation
import Testing

@testable import dormouse

/// What the program says of itself, and of command lines it does not understand.
@Suite struct UsageTests {
    private let home: CommandHome

    init() throws { home = try CommandHome() }

    /// Every command line that can be called, hidden ones too.
    private static let commands: [[String]] = paths(Program.spec, []).filter { !$0.isEmpty }

    private static func paths(_ spec: CommandSpec, _ path: [String]) -> [[String]] {
        [path] + spec.subcommands.flatMap { paths($0, path + [$0.name]) }
    }

    private func run(_ arguments: [String]) throws -> CommandHome.Result {
        try home.start(CommandHome.program, arguments).wait()
    }

    @Test(arguments: commands)
    func helpOfEachCommandHasAnExampleAndFits(_ command: [String]) throws {
        let help = try run(command + ["--help"])
        #expect(help.code == 0)
        #expect(help.errors == "")
        #expect(help.output.contains("dormouse \(command.joined(separator: " "))"))
        #expect(help.output.localizedCaseInsensitiveContains("example"))
        for line in help.lines { #expect(displayWidth(line) <= 80, "\(line)") }
    }

    @Test func helpAndVersionNeedNoHome() throws {
        #expect(try run(["--help"]).lines.count > 10)
        #expect(try run(["--version"]).output.hasPrefix("dormouse "))
        #expect(!FileManager.default.fileExists(atPath: home.home.path))
    }

    /// A wrong command line, and what the answer must hold.
    @Test(arguments: [
        (["recall", "x", "--limt", "3"], "--limit"), (["recall", "x", "--jsn"], "--json"),
        (["--hoem", "x", "stats"], "--home"), (["recal", "x"], "recall"), (["stat"], "stats"),
        (["recall"], "QUESTION"), (["recall", "x", "--limit", "many"], "many"),
        (["recall", "x", "--limit", "0"], "0"), (["recall", "x", "--limit"], "--limit"),
        (["recall", "x", "--since", "soon"], "soon"), (["recall", "x", "--as-of", ""], "--as-of"),
        (["remember", "x", "--at", "never"], "never"), (["sleep", "--stage", "stagin"], "staging"),
        (["sleep", "--as-of", "whenever"], "whenever"),
        (["import", "x", "--format", "jsn"], "jsonl"), (["import"], "PATH"), (["show"], "ID"),
        (["forget"], "id"), (["stats", "more"], "more"), (["stats", "--wait", "-1"], "--wait"),
        (["completion", "tcsh"], "bash"), (["remember", "x", "y"], "y"), (["bench"], "recall"),
    ])
    func aWrongCommandLineIsToldAndEndsWith2(_ arguments: [String], _ says: String) throws {
        let result = try run(arguments)
        #expect(result.code == 2, "\(result.errors)")
        #expect(result.output == "")
        #expect(result.errors.localizedCaseInsensitiveContains(says), "\(result.errors)")
    }

    /// Something that cannot be done.
    @Test(arguments: [
        ["recall", "x"], ["stats"], ["show", "ffffffff"], ["import", "/nowhere/x.jsonl"],
        ["forget", "ffffffff", "--yes"], ["remember", ""],
        ["remember", "x", "--namespace", "a\nb"],
        ["forget", "--verify", "/nowhere/receipt.json"], ["bench", "recall", "/nowhere/x.json"],
    ])
    func whatCannotBeDoneEndsWith1AndOneClearLine(_ arguments: [String]) throws {
        let result = try run(arguments)
        #expect(result.code == 1)
        #expect(result.output == "")
        #expect(result.errors.hasPrefix("error: "), "\(result.errors)")
        #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
        for internals in ["Error Domain", "NSCocoa", "MemoryError(", "Optional("] {
            #expect(!result.errors.contains(internals), "\(result.errors)")
        }
    }

    @Test func theManualIsTheOneInDocs() throws {
        let manual = try run(["manual"])
        let page = CommandHome.checkout.appending(path: "docs/commands.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        #expect(manual.output == text, "write it anew with: dormouse manual > docs/commands.md")
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func completionScriptsNameEveryCommand(_ shell: String) throws {
        let script = try run(["completion", shell])
        #expect(script.code == 0)
        for command in Program.spec.subcommands where !command.isHidden {
            #expect(script.output.contains(command.name))
        }
    }

    @Test func theCompletionForBashIsBash() throws {
        let check = try home.bash(#"source <("$dormouse" completion bash) && echo fine"#)
        #expect(check.output == "fine\n")
        #expect(check.errors == "")
    }

    /// Every command in the README's blocks of code is one of the program's.
    @Test func theReadmeNamesNoCommandThatIsNotThere() throws {
        let file = CommandHome.checkout.appending(path: "README.md")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return }
        var inCode = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") { inCode.toggle() }
            guard inCode, let call = line.firstMatch(of: /(?:^|[|&;$] ?|\/)dormouse ([a-z-]+)/)
            else { continue }
            let name = String(call.output.1)
            if name.hasPrefix("-") { continue }
            #expect(Program.spec.subcommands.contains { $0.name == name }, "\(line)")
        }
    }
}
