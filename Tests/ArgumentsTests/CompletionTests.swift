import Arguments
import Foundation
import Testing

@Test(arguments: [
    (["squirrel", ""], ["hide", "find", "tree", "help"]), (["squirrel", "h"], ["hide", "help"]),
    (["squirrel", "tree", ""], ["grow", "help"]),
    (["squirrel", "tree", "grow", "--y"], ["--years"]),
    (["squirrel", "hide", "--kind", ""], ["hazel", "walnut", "acorn"]),
    (["squirrel", "hide", "--kind", "=", "w"], ["walnut"]), (["squirrel", "hide", "-d", ""], []),
    (["squirrel", "--json", "hide", "--ki"], ["--kind"]),
    (
        ["squirrel", "find", "--"],
        [
            "--limit", "--home", "--json", "--quiet", "--color", "--no-color", "--help",
        ]
    ),
])
func bashCompletesCommandsOptionsAndValues(words: [String], expected: [String]) throws {
    let quoted = words.map { "'\($0)'" }.joined(separator: " ")
    let script =
        program.completionScript(for: .bash)
            + """
            COMP_WORDS=(\(quoted)); COMP_CWORD=\(words.count - 1); _squirrel
            printf '%s\\n' "${COMPREPLY[@]}"
            """
    let output = try shell("bash", script)
    #expect(output.split(separator: "\n").map(String.init) == expected)
}

@Test(
    .enabled(if: available("fish")),
    arguments: [
        ("squirrel tree ", ["grow", "help"]), ("squirrel --json hide --ki", ["--kind"]),
        ("squirrel hide --kind ", ["acorn", "hazel", "walnut"]), ("squirrel hide -d ", []),
    ] as [(String, [String])])
func fishCompletesCommandsOptionsAndValues(line: String, expected: [String]) throws {
    let script = program.completionScript(for: .fish) + "complete -C '\(line)'\n"
    let words = try shell("fish", script).split(separator: "\n").map { line in
        String(line.prefix { $0 != "\t" })
    }
    #expect(words == expected)
}

@Test func zshAndFishScriptsAreComplete() throws {
    let zsh = program.completionScript(for: .zsh)
    #expect(zsh.hasPrefix("#compdef squirrel\n"))
    #expect(zsh.contains("'squirrel hide --kind') compadd -- 'hazel' 'walnut' 'acorn'; return ;;"))
    #expect(zsh.contains("'--depth:How deep'"))
    let fish = program.completionScript(for: .fish)
    #expect(fish.contains("-l 'kind' -x -a 'hazel walnut acorn' -d 'Which kind'"))
    for script in [zsh, fish] { #expect(!script.contains("shake")) }
}

@Test(arguments: [Shell.zsh, .fish], ["it's", "a \\ back", "$(touch x) `y`"])
func quotingInHelpTextsCannotEscapeIntoTheScript(shell name: Shell, help: String) throws {
    let spec = CommandSpec(
        "x", abstract: "X", examples: [Example("x", "X.")], options: [.flag("a", help: help)])
    let script = spec.completionScript(for: name)
    guard available(name.rawValue) else { return }
    #expect(try shell(name.rawValue, script, checkOnly: true) == "")
}

private func available(_ program: String) -> Bool {
    ["/bin/", "/usr/bin/", "/usr/local/bin/", "/opt/homebrew/bin/"].contains {
        FileManager.default.isExecutableFile(atPath: $0 + program)
    }
}

/// Runs a script and gives what it printed, errors too.
private func shell(_ name: String, _ script: String, checkOnly: Bool = false) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = checkOnly ? [name, "-n"] : [name]
    let input = Pipe()
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    process.standardError = output
    try process.run()
    input.fileHandleForWriting.write(Data(script.utf8))
    try input.fileHandleForWriting.close()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
}
