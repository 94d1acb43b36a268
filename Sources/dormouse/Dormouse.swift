import Arguments
import Foundation
import Memory
import Pipeline

/// The program: parse, call, print.
@main
enum Dormouse {
    static let version = "0.1.0"

    static func main() {
        if let problem = ProcessLimits.problem() {
            DescriptorWriter(2).write("error: \(problem)\n")
            _exit(1)
        }
        openStandardDescriptors()
        unblockSignals()
        let code: Int32
        do throws(UsageError) {
            code = run(
                Array(try ProcessTexts.arguments().dropFirst()),
                environment: try ProcessTexts.environment())
        } catch {
            Console(settings: .ofProcess(environment: [:])).fail(TerminalText(error.description))
            code = 2
        }
        // Everything is closed and written by now. `exit` would take down what libraries keep for
        // good, and the thread that gets the model ready may still be using it.
        _exit(code)
    }

    /// Who starts this process from a thread that takes no signals, as Dispatch's workers are, hands
    /// that on: neither Ctrl-C nor a supervisor's SIGTERM would reach it, nor what it starts itself.
    private static func unblockSignals() {
        var none = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, nil)
    }

    /// Where one of the standard descriptors is closed, the next file that is opened would get its
    /// number, and what is printed would be written into a database.
    private static func openStandardDescriptors() {
        for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) == -1 {
            // Writing to what is open for reading fails, as it does where nothing is open; so a
            // result that cannot be printed is not taken for one that was.
            _ = open("/dev/null", descriptor == 0 ? O_RDWR : O_RDONLY)
        }
    }

    /// Runs one command line.
    ///
    /// - Returns: the exit code: 0 done, 1 failed, 2 the command line is wrong.
    static func run(_ arguments: [String], environment: [String: String]) -> Int32 {
        do {
            var environment = environment
            var outcome = try parse(arguments, as: Program.spec, environment: environment)
            if case .run(let command) = outcome, command.path.first == "pipeline" {
                environment = DotEnv.environment(
                    environment,
                    from: URL(
                        fileURLWithPath: FileManager.default.currentDirectoryPath,
                        isDirectory: true))
                outcome = try parse(arguments, as: Program.spec, environment: environment)
            }
            switch outcome {
            case .help(let text): return show(text, environment)
            case .version: return show("dormouse \(version)\n", environment)
            case .run(let command):
                let console = Console(
                    settings: .ofProcess(environment: environment, isQuiet: command.flag("quiet")))
                let invocation = Invocation(
                    command: command, console: console, environment: environment)
                if let code = forwarded(invocation, arguments) { return code }
                defer { invocation.home.handBack() }
                return console.exitCode(Program.run(invocation))
            }
        } catch {
            let console = Console(settings: .ofProcess(environment: environment))
            let mask = AddressMask(arguments: arguments, environment: environment)
            console.fail(TerminalText(mask.masked(error.description)))
            return 2
        }
    }

    /// Has the command done by the server that holds the home, where one does.
    ///
    /// - Returns: nil where there is none.
    private static func forwarded(_ invocation: Invocation, _ arguments: [String]) -> Int32? {
        guard Program.isForwarded(invocation) else { return nil }
        let command = ForwardedCommand(
            arguments: arguments, directory: FileManager.default.currentDirectoryPath,
            environment: invocation.environment)
        let patience = Duration.seconds(invocation.command.number("wait", default: 10))
        let deadline = ContinuousClock.now + patience
        while let socket = HomeLock.holder(of: invocation.home.lockFile.path)?.commands {
            do {
                if let code = try command.run(at: socket, within: LocalSocket.patience(patience)) {
                    return code
                }
            } catch {
                // It may have been done, or not: doing it once more is not for us to decide.
                invocation.console.fail(TerminalText(plainWords(of: error)))
                return 1
            }
            // The server does not listen yet, or no more.
            guard ContinuousClock.now < deadline else { return nil }
            usleep(10_000)
        }
        return nil
    }

    private static func show(_ text: String, _ environment: [String: String]) -> Int32 {
        let console = Console(settings: .ofProcess(environment: environment))
        console.write(trusted: text)
        return console.exitCode(0)
    }
}
