import Foundation
import Testing

/// What a command does where the system refuses something, as processes.
@Suite struct FaultTests {
    let home: CommandHome

    init() throws { home = try CommandHome() }

    @Test(arguments: [
        "export", "export >/dev/full", "stats", "sql 'SELECT 1' --format csv", "--help", "manual",
        "completion bash", "recall lemon --json", "--version", "pipeline --help", "list --help",
    ])
    func aResultThatIsLostIsAFailure(command: String) throws {
        #expect(try home.run("remember", "the lemon tree flowers").code == 0)
        let call = command.replacing(" >/dev/full", with: "")
        let full = try home.bash("$dormouse \(call) > /dev/full")
        let closed = try home.bash("$dormouse \(call) >&-")
        // `list` may not be there: then nothing is printed, and the code is that of a mistake.
        for result in [full, closed] where result.code != 2 {
            #expect(result.code == 1, "\(command)")
            #expect(result.errors.contains("cannot write to standard output"))
        }
        #expect(full.errors.contains("No space left") || full.code == 2)
    }

    @Test func aReaderThatGoesAwayIsNoFailure() throws {
        #expect(try home.run("remember", "the lemon tree flowers").code == 0)
        let piped = try home.bash(
            "set -o pipefail; $dormouse export | true; $dormouse manual | head -c 1 > /dev/null")
        #expect(piped.code == 0, "\(piped.errors)")
    }

    /// Brothers of a damaged file: a folder in its place, one that is empty.
    @Test func whatSleepMadeMayBeAnything() throws {
        #expect(try home.run("remember", "the lemon tree flowers").code == 0)
        for script in ["mkdir sleep.duckdb", "> sleep.duckdb"] {
            _ = try home.bash("cd \(home.home.path); rm -rf sleep.duckdb; \(script)")
            let recalled = try home.run("recall", "lemon")
            #expect(recalled.code == 0 && recalled.output.contains("lemon tree"), "\(script)")
            #expect(recalled.errors.contains("without what sleep derived"))
            #expect(try home.run("export").lines.count == 1)
        }
    }

    @Test func aHomeThatCannotBeMadeIsSaidInWords() throws {
        let file = try home.write("file", "")
        let result = try home.run("remember", "hi", "--home", file + "/home")
        #expect(result.code == 1 && result.errors.contains("Not a directory"))
        #expect(!result.errors.contains("Domain"))
    }

    @Test func bytesThatAreNoTextAreRefused() throws {
        for script in [
            "$dormouse remember $'caf\\xe9'", "$dormouse stats -n $'\\xff'",
            "DORMOUSE_NAMESPACE=$'caf\\xe9' $dormouse stats", "$dormouse $'\\xff'",
        ] {
            let result = try home.bash(script)
            #expect(result.code == 2 && result.errors.contains("not UTF-8"), "\(script)")
        }
        #expect(try home.bash("SOMETHING=$'\\xe9' $dormouse --version").code == 0)
    }

    @Test func whatCannotBeReadIsSaid() throws {
        let folder = try home.bash("$dormouse remember - < /tmp")
        #expect(folder.code == 1 && folder.errors.contains("standard input: Is a directory"))
        #expect(try home.bash("$dormouse sql < /tmp").errors.contains("Is a directory"))
        let client = try home.bash("$dormouse mcp < /tmp")
        #expect(client.code == 1 && client.errors.contains("standard input: Is a directory"))
        let gone = try home.bash(
            "mkdir gone; cd gone; rmdir ../gone; timeout 20 $dormouse pipeline ls")
        #expect([1, 2].contains(gone.code) && gone.errors.contains("working directory"))
        let files = try home.bash("ulimit -n 4; $dormouse stats")
        #expect(files.code == 1 && files.errors.contains("ulimit -n"))
        let stack = try home.bash("ulimit -s 64; $dormouse stats")
        #expect(stack.code == 1 && stack.errors.contains("ulimit -s"))
    }

    @Test func aHomeIsClosedToOthersWhateverTheUmask() throws {
        #expect(try home.bash("umask 000; $dormouse remember lemon; $dormouse sleep").code == 0)
        let modes = "stat -c %a \(home.home.path) \(home.home.path)/*.duckdb"
        #expect(try home.bash(modes).lines == ["700", "600", "600"])
        _ = try home.bash("chmod 755 \(home.home.path); chmod 644 \(home.home.path)/*.duckdb")
        #expect(try home.run("stats").code == 0)
        #expect(try home.bash(modes).lines == ["700", "600", "600"])
    }

    @Test(.enabled(if: geteuid() == 0, "only root can become somebody else"))
    func aHomeThatMayNotBeReadIsNotTakenForAnEmptyOne() throws {
        #expect(try home.run("remember", "lemon").code == 0)
        _ = try home.bash("chmod 755 \(home.folder.path)")
        let other = try home.bash(
            "setpriv --reuid 65534 --regid 65534 --clear-groups $dormouse recall lemon")
        #expect(other.code == 1)
        #expect(!other.errors.contains("there are no memories"), "\(other.errors)")
        #expect(other.errors.lowercased().contains("permission denied"), "\(other.errors)")
    }

    /// As `sudo dormouse sleep` does in the home of somebody else.
    @Test(.enabled(if: geteuid() == 0, "only root can become somebody else"))
    func filesOfAnotherUserInAHomeAreNamedWithTheWayBack() throws {
        #expect(try home.run("remember", "lemon").code == 0)
        #expect(try home.run("sleep").code == 0)
        _ = try home.bash(
            "chmod 755 \(home.folder.path); chown -R 65534 \(home.home.path)")
        _ = try home.bash("chown 0 \(home.home.path)/sleep.duckdb")
        let owner = try home.bash(
            "setpriv --reuid 65534 --regid 65534 --clear-groups $dormouse recall lemon")
        #expect(owner.code == 0, "\(owner.errors)")
        #expect(owner.errors.contains("chown -R nobody \(home.home.path)"), "\(owner.errors)")
    }

    /// As `sudo dormouse sleep` does in the home of somebody else.
    @Test(.enabled(if: geteuid() == 0, "only root can become somebody else"))
    func whatRootMakesInAHomeIsItsOwners() throws {
        let path = home.home.path
        _ = try home.bash(
            """
            mkdir -m 700 \(path); chown 65534:65534 \(path); chmod 755 \(home.folder.path)
            echo secret > \(home.folder.path)/outside; echo mine > \(path)/notes
            ln -s ../outside \(path)/lock2; ln \(home.folder.path)/outside \(path)/lock3
            """)
        for arguments in [["remember", "lemon"], ["sleep"], ["recall", "lemon"], ["health"]] {
            let root = try home.start(CommandHome.program, arguments).wait()
            #expect(root.code == 0, "\(root.errors)")
            let left = try home.bash(
                "find \(path) ! -name lock2 ! -name lock3 ! -name notes ! -user 65534")
            #expect(left.output == "", "\(arguments): \(left.output)")
        }
        // What is not of the program stays as it is, and so does what a link leads to.
        let others = try home.bash("stat -c %u \(home.folder.path)/outside \(path)/notes")
        #expect(others.lines == ["0", "0"])
        let owner = try home.bash(
            "setpriv --reuid 65534 --regid 65534 --clear-groups $dormouse recall lemon")
        #expect(owner.code == 0 && owner.output.contains("lemon"), "\(owner.errors)")
    }

    @Test func aDamagedSleepFileBlocksNothingButSleep() throws {
        #expect(try home.run("remember", "the lemon tree flowers").code == 0)
        #expect(try home.run("sleep").code == 0)
        let file = home.home.appending(path: "sleep.duckdb")
        try Data("garbage".utf8).write(to: file)
        for arguments in [["remember", "again"], ["recall", "lemon"], ["export"], ["stats"]] {
            let result = try home.start(CommandHome.program, arguments).wait()
            #expect(result.code == 0, "\(arguments): \(result.errors)")
            #expect(result.errors.contains("sleep.duckdb is damaged"))
        }
        #expect(try home.run("health").code != 0)
        let sleep = try home.run("sleep")
        #expect(sleep.code == 1 && sleep.errors.contains("remove it"))
        try FileManager.default.removeItem(at: file)
        #expect(try home.run("sleep").code == 0)
    }
}
