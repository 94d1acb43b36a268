import Arguments
import Foundation
import Memory
import Synchronization

/// Does the commands of others in this process, which holds the home: `dormouse remember` beside a
/// running server works as if that were not there.
///
/// Each command has a thread of its own, with the working directory and the descriptors of whoever
/// called it. Whoever goes away before the end gives it up.
final class CommandServer: Sendable {
    /// The socket in a home.
    static func path(in home: Home) -> String {
        home.directory.appending(path: "command.sock").path
    }

    private let engine: MemoryEngine
    private let path: String
    private let listener: Int32
    private let isClosed = Mutex(false)

    /// Starts to listen.
    init(engine: MemoryEngine, path: String) throws {
        self.engine = engine
        self.path = path
        listener = try LocalSocket.listen(path)
        let thread = Thread { [self] in serve() }
        thread.name = "dormouse commands"
        thread.start()
    }

    /// Takes no more commands.
    func close() {
        let isFirst = isClosed.withLock { isClosed in
            defer { isClosed = true }
            return !isClosed
        }
        guard isFirst else { return }
        unlink(path)
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private func serve() {
        while true {
            let socket = accept(listener, nil, nil)
            if socket < 0 {
                if errno == EINTR || errno == ECONNABORTED { continue }
                if !isClosed.withLock(\.self), errno == EMFILE || errno == ENFILE {
                    usleep(50_000)
                    continue
                }
                break
            }
            let thread = Thread { [self] in
                answer(socket)
                Foundation.close(socket)
            }
            thread.stackSize = 4 << 20
            thread.start()
        }
        Foundation.close(listener)
    }

    private func answer(_ socket: Int32) {
        guard let (command, descriptors) = try? ForwardedCommand.receive(over: socket) else {
            return
        }
        let call = CurrentCall()
        let watcher = Thread {
            // Nothing more is sent; what comes is the end of the other side.
            var byte: UInt8 = 0
            while recv(socket, &byte, 1, 0) < 0, errno == EINTR {}
            call.stop(MemoryError(.cancelled, "whoever called the command went away"))
        }
        watcher.start()
        let code = run(command, descriptors, call)
        for descriptor in descriptors { Foundation.close(descriptor) }
        try? ForwardedCommand.answer(code, over: socket)
        shutdown(socket, Int32(SHUT_RDWR))
    }

    private func run(_ command: ForwardedCommand, _ descriptors: [Int32], _ call: CurrentCall)
        -> Int32
    {
        let console = Console(
            settings: .of(descriptors, environment: command.environment, isQuiet: false),
            output: descriptors[1], error: descriptors[2])
        guard WorkingDirectory.change(to: command.directory) else {
            console.fail("cannot work in \(command.directory)")
            return 1
        }
        do {
            switch try parse(
                command.arguments, as: Program.spec, environment: command.environment)
            {
            case .help(let text):
                console.write(trusted: text)
                return 0
            case .version:
                console.write(trusted: "dormouse \(Dormouse.version)\n")
                return 0
            case .run(let parsed):
                var invocation = Invocation(
                    command: parsed,
                    console: Console(
                        settings: .of(
                            descriptors, environment: command.environment,
                            isQuiet: parsed.flag("quiet")),
                        output: descriptors[1], error: descriptors[2]),
                    environment: command.environment)
                invocation.shared = engine
                invocation.input = FileHandle(
                    fileDescriptor: descriptors[0], closeOnDealloc: false)
                let whole = invocation
                return try call.run { whole.console.exitCode(Program.run(whole)) }
            }
        } catch {
            console.fail(TerminalText(plainWords(of: error)))
            return 2
        }
    }
}

/// The working directory of one thread.
enum WorkingDirectory {
    /// - Returns: whether this thread works there from now on, and no other.
    static func change(to path: String) -> Bool {
        #if canImport(Glibc)
            // A thread may have a directory of its own: CLONE_FS of unshare(2), which Swift's module
            // of the C library leaves out.
            typealias Unshare = @convention(c) (Int32) -> Int32
            guard let symbol = dlsym(nil, "unshare") else { return false }
            guard unsafeBitCast(symbol, to: Unshare.self)(0x200) == 0 else { return false }
            return chdir(path) == 0
        #else
            return pthread_chdir_np(path) == 0
        #endif
    }
}
