import Foundation
import JSON
import Testing

@testable import dormouse

/// Disks that cannot be written, or not any more.
@Suite struct DiskTests {
    private let home: CommandHome

    init() throws { home = try CommandHome() }

    // MARK: read only

    /// A prefix of a command that runs it as somebody who may not write the home; root may all.
    private static let asNobody =
        geteuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups " : ""

    /// Whether that somebody can run the program at all.
    private static let canRunAsNobody: Bool = {
        guard let home = try? CommandHome() else { return false }
        chmod(home.folder.path, 0o755)
        return (try? home.bash(asNobody + #""$dormouse" --version"#))?.code == 0
    }()

    private func asNobody(_ command: String) throws -> CommandHome.Result {
        try home.bash(Self.asNobody + #""$dormouse" "# + command)
    }

    private func files() throws -> [String: Data] {
        var files: [String: Data] = [:]
        for file in try FileManager.default.contentsOfDirectory(
            at: home.home, includingPropertiesForKeys: nil)
        {
            files[file.lastPathComponent] = try Data(contentsOf: file)
        }
        return files
    }

    @Test(.enabled(if: canRunAsNobody, "needs a program that another user may run"))
    func aHomeThatCanOnlyBeReadAnswersAndIsLeftAsItIs() throws {
        try home.run("remember", "The pump is dry")
        try home.run("sleep")
        let before = try files()
        chmod(home.folder.path, 0o755)
        for name in before.keys { chmod(home.home.appending(path: name).path, 0o444) }
        chmod(home.home.path, 0o555)
        defer { chmod(home.home.path, 0o755) }
        let answer = try asNobody("recall pump")
        #expect(answer.code == 0, "\(answer.errors)")
        #expect(answer.output.contains("The pump is dry"))
        #expect(try asNobody("stats").code == 0)
        #expect(try asNobody("export").lines.count == 1)
        for command in ["remember x", "sleep", "import \(CommandHome.journal.path)"] {
            let refused = try asNobody(command)
            #expect(refused.code == 1, "\(command)")
            #expect(refused.errors.contains("can only be read"), "\(command): \(refused.errors)")
        }
        #expect(try files() == before)
    }

    @Test(.enabled(if: canRunAsNobody, "needs a program that another user may run"))
    func aHomeThatWasNeverSleptOnAnswersReadOnlyToo() throws {
        try home.run("remember", "The pump is dry")
        try FileManager.default.removeItem(at: home.home.appending(path: "sleep.duckdb"))
        chmod(home.folder.path, 0o755)
        for name in try files().keys { chmod(home.home.appending(path: name).path, 0o444) }
        chmod(home.home.path, 0o555)
        defer { chmod(home.home.path, 0o755) }
        let answer = try asNobody("recall pump --json")
        #expect(answer.code == 0, "\(answer.errors)")
        #expect(try answer.json()["results"]?.array?.count == 1)
        #expect(try asNobody("stats").code == 0)
    }

    @Test(.enabled(if: canRunAsNobody, "needs a program that another user may run"))
    func aHomeThatCannotBeReadSaysSo() throws {
        try home.run("remember", "The pump is dry")
        chmod(home.folder.path, 0o755)
        chmod(home.home.path, 0o700)
        let refused = try asNobody("recall pump")
        #expect(refused.code == 1)
        #expect(refused.errors.hasPrefix("error: "))
        #expect(refused.errors.contains(home.home.path))
    }

    @Test func aHomeWhereNoFolderCanBeMadeSaysSo() throws {
        let refused = try home.run("remember", "x", "--home", "/proc/dormouse")
        #expect(refused.code == 1)
        #expect(refused.errors.contains("cannot make the home"))
    }

    // MARK: full

    /// Runs a command where files may not grow beyond so many mebibytes, which is what a full disk
    /// looks like to a program, and needs no rights.
    private func run(limitedTo mebibytes: Int, _ command: String) throws -> CommandHome.Result {
        try home.bash("trap '' XFSZ; ulimit -f \(mebibytes * 1024); exec \"$dormouse\" " + command)
    }

    private func texts(_ count: Int, _ name: String) -> String {
        var random = SystemRandomNumberGenerator()
        return (0..<count).map { number in
            let noise = (0..<40).map { _ in String(UInt64.random(in: .min ... .max, using: &random))
            }
            return #"{"content": "\#(name) \#(number) \#(noise.joined())"}"#
        }.joined(separator: "\n")
    }

    @Test func aFullDiskIsToldAndLosesNothingThatWasAcknowledged() throws {
        try home.run("remember", "The pump is dry")
        var kept = 1
        var failed: CommandHome.Result?
        for round in 0..<8 where failed == nil {
            let file = try home.write("\(round).jsonl", texts(1500, "round \(round)"))
            let result = try run(limitedTo: 3, "import \(file) --json")
            if result.code == 0 {
                kept += try result.json()["stored"]?.int ?? 0
            } else {
                failed = result
            }
        }
        let error = try #require(failed, "the limit was never reached")
        #expect(error.code == 1)
        #expect(error.errors.hasPrefix("error: "))
        #expect(error.errors.contains("memories.duckdb"))
        #expect(try home.count() >= kept)
        #expect(try home.run("recall", "pump").output.contains("The pump is dry"))
        // With room again everything goes on.
        #expect(try home.run("remember", "room again").code == 0)
        #expect(try home.run("sleep").code == 0)
    }

    @Test func aSleepOnAFullDiskIsToldAndTheStoreIsWhole() throws {
        try home.run("import", CommandHome.journal.path)
        let failed = try run(limitedTo: 1, "sleep --as-of 2026-05-04")
        #expect(failed.code == 1)
        #expect(failed.errors.hasPrefix("error: ") || failed.errors.contains("\nerror: "))
        #expect(try home.count() == 244)
        #expect(try home.run("sleep", "--as-of", "2026-05-04").code == 0)
    }

    /// A real full disk, where the tests may mount one.
    @Test func aFullFileSystemIsToldAndLosesNothingThatWasAcknowledged() throws {
        let disk = home.folder.appending(path: "disk").path
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        let mount = try home.bash("mount -t tmpfs -o size=8m dormouse-test '\(disk)'")
        guard mount.code == 0 else { return }  // Not root, or in a container: see the limit above.
        defer { _ = try? home.bash("umount '\(disk)'") }
        var kept = 0
        var failed: CommandHome.Result?
        for round in 0..<12 where failed == nil {
            let file = try home.write("\(round).jsonl", texts(1500, "round \(round)"))
            let result = try home.run("import", file, "--json", "--home", disk + "/home")
            if result.code == 0 {
                kept += try result.json()["stored"]?.int ?? 0
            } else {
                failed = result
            }
        }
        let error = try #require(failed, "the disk was never full")
        #expect(error.code == 1)
        #expect(error.errors.contains("No space left on device"), "\(error.errors)")
        // Its memories are whole once they are moved to where there is room.
        _ = try home.bash("cp -r '\(disk)/home' '\(home.home.path)'")
        #expect(kept > 0)
        #expect(try home.count() >= kept)
        #expect(try home.run("remember", "room again").code == 0)
    }
}
