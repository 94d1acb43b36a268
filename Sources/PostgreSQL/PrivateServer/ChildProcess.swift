import Foundation
import Synchronization

/// A program that was started, in a process group of its own, so that a Ctrl-C at the terminal
/// does not reach it.
///
/// Foundation's `Process` needs a run loop to see the end, and there is none at the exit of a
/// program, when servers are ended.
final class ChildProcess: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let id: pid_t
    /// The exit code, or minus the signal; nil while it runs.
    private let ended = Mutex<Int32?>(nil)

    /// - Parameters:
    ///   - input: a descriptor for its standard input; nil for none.
    ///   - output: a file for its standard output and errors, appended to; nil for nowhere.
    init(
        _ program: String, _ arguments: [String], input: Int32? = nil, output: String? = nil
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_addopen(
            &actions, 1, output ?? "/dev/null", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        // Nothing of this process stays open in a server.
        let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        for descriptor in open.compactMap({ Int32($0) }) where descriptor > 2 {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETPGROUP))

        var argv = ([program] + arguments).map { strdup($0) } + [nil]
        let variables = ["PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "TZ=UTC"]
        var environment = variables.map { strdup($0) } + [nil]
        defer { for string in argv + environment { free(string) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, program, &actions, &attributes, &argv, &environment)
        guard code == 0 else {
            throw Failure(
                description: "cannot start \(program): \(String(cString: strerror(code)))")
        }
        id = pid
    }

    /// The exit code (minus the signal) where it has ended.
    var status: Int32? { ended.withLock { look(&$0, WNOHANG) } }

    /// Waits for its end.
    @discardableResult
    func wait() -> Int32 { ended.withLock { look(&$0, 0) ?? 0 } }

    private func look(_ ended: inout Int32?, _ flags: Int32) -> Int32? {
        if let ended { return ended }
        var raw: Int32 = 0
        var found = waitpid(id, &raw, flags)
        while found == -1 && errno == EINTR { found = waitpid(id, &raw, flags) }
        guard found != 0 else { return nil }
        // The low seven bits are the signal, 0 where it exited by itself.
        ended = found < 0 ? 0 : raw & 0x7F == 0 ? raw >> 8 & 0xFF : -(raw & 0x7F)
        return ended
    }

    /// Runs a program to its end and gives what it printed. Throws that where it fails.
    @discardableResult
    static func output(_ program: String, _ arguments: [String]) throws -> String {
        let file = FileManager.default.temporaryDirectory
            .appending(path: "postgres-\(UUID().uuidString).out")
        defer { try? FileManager.default.removeItem(at: file) }
        let code = try ChildProcess(program, arguments, output: file.path).wait()
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        guard code == 0 else {
            throw Failure(description: "\(program) failed (exit code \(code)): \(text)")
        }
        return text
    }
}
