import Foundation
import JSON
import Testing

@testable import dormouse

/// Several processes on one home, and processes that are killed.
@Suite struct ProcessesTests {
    private let home: CommandHome

    init() throws { home = try CommandHome() }

    /// Starts an import that holds the home until `release` is called: it reads from a pipe.
    private func hold() throws -> (running: CommandHome.Running, release: () throws -> Void) {
        let pipe = home.folder.appending(path: "slow.jsonl").path
        try #require(mkfifo(pipe, 0o600) == 0)
        let running = try home.start(CommandHome.program, ["import", pipe])
        let lock = home.home.appending(path: "lock")
        for _ in 0..<1000 {
            if let text = try? String(contentsOf: lock, encoding: .utf8), !text.isEmpty { break }
            usleep(10_000)
        }
        return (
            running,
            {
                let file = try #require(FileHandle(forWritingAtPath: pipe))
                try file.write(contentsOf: Data("{\"content\": \"from the pipe\"}\n".utf8))
                try file.close()
            }
        )
    }

    @Test func theSecondProcessSaysWhoHoldsTheHomeOrWaitsForIt() throws {
        let (holder, release) = try hold()
        for command in [["remember", "x"], ["recall", "x"], ["sleep"], ["stats"], ["export"]] {
            let busy = try home.start(CommandHome.program, command + ["--wait", "0.2"]).wait()
            if command == ["recall", "x"], busy.errors.contains("there are no memories") {
                continue
            }
            #expect(busy.code == 1)
            #expect(
                busy.errors.contains(
                    "dormouse import, process \(holder.process.processIdentifier)"),
                "\(busy.errors)")
            #expect(busy.errors.contains("--wait"))
            #expect(!busy.errors.contains("waited 0 s"))
        }
        let patient = try home.start(CommandHome.program, ["remember", "worth waiting for"])
        usleep(200_000)
        #expect(patient.process.isRunning)
        try release()
        #expect(holder.wait().code == 0)
        #expect(patient.wait().code == 0)
        #expect(try home.count() == 2)
    }

    @Test func manyAtOnceAllGetTheirTurn() throws {
        let running = try (0..<6).map {
            try home.start(CommandHome.program, ["remember", "number \($0)", "--wait", "60"])
        }
        for process in running {
            let result = process.wait()
            #expect(result.code == 0, "\(result.errors)")
        }
        #expect(try home.count() == 6)
    }

    @Test func aHolderThatWasKilledLeavesTheHomeFree() throws {
        let (holder, _) = try hold()
        kill(holder.process.processIdentifier, SIGKILL)
        #expect(holder.wait().code == -SIGKILL)
        #expect(try home.run("remember", "x", "--wait", "1").code == 0)
        #expect(try home.count() == 1)
    }

    /// The short form of bench/kill.
    @Test func whatWasAcknowledgedSurvivesKills() throws {
        var random = SystemRandomNumberGenerator()
        var acknowledged: Set<String> = []
        try home.run("remember", "the first", "--at", "2026-03-01")
        for number in 0..<14 {
            let running = try home.start(
                CommandHome.program, ["remember", "number \(number)", "--at", "2026-03-02"])
            usleep(UInt32.random(in: 20_000...350_000, using: &random))
            kill(running.process.processIdentifier, SIGKILL)
            let said = running.wait().output
            if said.hasSuffix("\n") { acknowledged.insert(String(said.dropLast())) }
        }
        let export = try home.run("export")
        #expect(export.code == 0)
        let kept = Set(try export.lines.compactMap { try JSON.parse($0)["id"]?.string })
        #expect(acknowledged.isSubset(of: kept))
        #expect(kept.count >= 1)
    }

    @Test func anImportThatIsKilledKeepsWholeBatchesAndCanBeDoneAgain() throws {
        let lines = (0..<6000).map { #"{"content": "memory number \#($0)", "date": "2026-03-02"}"# }
        let file = try home.write("in.jsonl", lines.joined(separator: "\n"))
        try home.run("init")
        for delay in [300_000, 900_000] as [UInt32] {
            let running = try home.start(CommandHome.program, ["import", file])
            usleep(delay)
            kill(running.process.processIdentifier, SIGKILL)
            _ = running.wait()
            #expect(try home.count() % 2000 == 0)
        }
        #expect(try home.run("import", file).code == 0)
        #expect(try home.count() == 6000)
        #expect(try home.run("import", file, "--json").json()["stored"] == 0)
    }

    @Test func aSleepThatIsKilledIsDoneAgainAndEndsTheSame() throws {
        let undisturbed = try CommandHome()
        for each in [home, undisturbed] { try each.run("import", CommandHome.journal.path) }
        var random = SystemRandomNumberGenerator()
        for _ in 0..<5 {
            let running = try home.start(
                CommandHome.program, ["sleep", "--as-of", "2026-05-04"])
            usleep(UInt32.random(in: 50_000...900_000, using: &random))
            kill(running.process.processIdentifier, SIGKILL)
            _ = running.wait()
        }
        let last = try home.run("sleep", "--as-of", "2026-05-04")
        #expect(last.code == 0, "\(last.errors)")
        #expect(try undisturbed.run("sleep", "--as-of", "2026-05-04").code == 0)
        // Accesses and told times differ; what was made of the memories does not.
        let left = try home.run("stats", "--json").json()["derived"]
        let right = try undisturbed.run("stats", "--json").json()["derived"]
        #expect(left == right)
        #expect(try home.run("sleep", "--as-of", "2026-05-04").output.contains("nothing new"))
        #expect(try home.count() == 244)
    }
}
