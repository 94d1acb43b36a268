import Arguments
import Foundation
import JSON
import Testing

@testable import dormouse

/// What reaches a terminal or a pipe.
@Suite struct OutputTests {
    private let home: CommandHome

    init() throws { home = try CommandHome() }

    private static let hostile =
        "red \u{1b}[31m\u{1b}]0;title\u{7}\u{9b}2J \u{202e}back\u{8}\u{8}\r over \u{85} end"

    private func tellHostile() throws -> String {
        var line = JSON.Object()
        for key in ["content", "speaker", "session_id", "context", "role"] {
            line[key] = .string(Self.hostile)
        }
        line["tags"] = .array([.string(Self.hostile)])
        line["namespace"] = "a \u{202e}b"
        line["occurred_at"] = "2026-03-02T09:05:00Z"
        line["mood"] = .string(Self.hostile)
        let file = try home.write("in.jsonl", JSON.object(line).text())
        try home.run("import", file)
        let export = try JSON.parse(try home.run("export").output)
        return try #require(export["id"]?.string)
    }

    private func acting(_ text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.filter {
            ($0.properties.generalCategory == .control && $0 != "\n" && $0 != "\t")
                || (0x202a...0x202e).contains($0.value)
        }
    }

    @Test func nothingAMemorySaysActsOnATerminal() throws {
        let id = try tellHostile()
        let name = "a \u{202e}b"
        for arguments in [
            ["recall", "red title", "--explain", "-n", name], ["show", id, "-n", name], ["stats"],
            ["sleep"], ["recall", Self.hostile, "--explain", "-n", name],
            ["recall", "x", "--since", Self.hostile], ["show", Self.hostile], [Self.hostile],
            ["show", id, "-n", "other \u{202e}"], ["import", Self.hostile],
            ["recall", "x", "--namespace", Self.hostile], ["recall", "x", "--\u{1b}[31m"],
        ] {
            let result = try home.start(CommandHome.program, arguments).wait()
            #expect(acting(result.output) == [], "\(arguments)")
            #expect(acting(result.errors) == [], "\(arguments)")
        }
        for arguments in [["export"], ["recall", "red", "--json", "-n", name]] {
            let result = try home.start(CommandHome.program, arguments).wait()
            #expect(acting(result.output).allSatisfy { $0.value >= 0x202a }, "\(arguments)")
        }
    }

    @Test func onATerminalOnlyTheProgramsOwnColoursAct() throws {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/script") else { return }
        _ = try tellHostile()
        let command = "\(CommandHome.program) recall red --explain -n $'a \\u202eb'"
        let result = try home.start(
            "/usr/bin/script", ["-qec", command, "/dev/null"],
            environment: ["TERM": "xterm-256color", "SHELL": "/bin/bash", "LC_ALL": "C.UTF-8"]
        ).wait()
        let plain = result.output.replacing(/\u{1b}\[[0-9]*m|\u{1b}\[K|\r/, with: "")
        #expect(result.output.contains("\u{1b}[1m"))
        #expect(acting(plain).filter { $0 != "\r" } == [])
    }

    @Test func linesFitEightyColumns() throws {
        let long = String(repeating: "a long name ", count: 12)
        try home.run(
            "remember", "A sentence about the pump. " + String(repeating: "水が井戸に。word ", count: 60),
            "--speaker", long, "--session", long, "--at", "2026-03-02")
        try home.run(
            "remember", String(repeating: "pump", count: 60), "--session", long, "--namespace", "n")
        _ = try home.start(CommandHome.program, ["import", CommandHome.journal.path]).wait()
        try home.run("recall", "pump")
        let id = try #require(try JSON.parse(try home.run("export").lines[0])["id"]?.string)
        for arguments in [
            ["recall", "the pump and \(long)", "--explain"], ["recall", "launch", "--explain"],
            ["recall", "pump", "-n", "n"], ["sleep"], ["recall", "launch plan", "--explain"],
            ["stats"], ["show", id], ["sleep"], ["init"],
        ] {
            let result = try home.start(
                CommandHome.program, arguments, environment: ["COLUMNS": "80"]
            ).wait()
            #expect(result.code == 0, "\(arguments) \(result.errors)")
            // A path is never cut.
            for line in result.lines where !line.contains(home.home.path) {
                #expect(displayWidth(line) <= 80, "\(arguments[0]): \(line)")
            }
        }
    }

    @Test(arguments: [
        "export", "recall launch --limit 200 --json", "recall launch --limit 200 --explain",
        "manual", "--help", "completion bash", "stats",
    ])
    func aReaderThatGoesEarlyIsNoFault(_ command: String) throws {
        _ = try home.start(CommandHome.program, ["import", CommandHome.journal.path]).wait()
        let result = try home.bash(
            #"set -o pipefail; "$dormouse" \#(command) 2>errors | head -c 1 >/dev/null; "#
                + #"echo "${PIPESTATUS[0]}"; cat errors"#)
        #expect(result.lines.first == "0")
        #expect(!result.output.contains("error:"), "\(result.output)")
    }

    /// A result that cannot be written is lost; only a reader that goes away has what it wanted.
    @Test func aClosedOutputIsAFault() throws {
        try home.run("remember", "x")
        for command in ["recall x", "export", "stats", "--help"] {
            let result = try home.bash(#""$dormouse" \#(command) >&- 2>&-; echo $?"#)
            #expect(result.output == "1\n", "\(command)")
        }
    }
}
