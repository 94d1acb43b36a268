import Arguments
import DormouseServer
import Foundation
import JSON
import Memory
import Synchronization

/// Does what other processes ask of this one, which holds the home: `dormouse remember` beside a
/// running server works as if that were not there, and so does a second agent's `dormouse mcp`.
///
/// Each request has a thread of its own, a command with the working directory and the descriptors of
/// whoever called it. Whoever goes away before the end gives it up.
final class CommandServer: Sendable {
    /// What is done for others.
    struct Duties: Sendable {
        /// Does commands, and lends its files; nil: whoever wants to do one takes the home.
        var engine: MemoryEngine?
        /// Answers agents.
        var desk: AgentDesk
        /// Lets the home go.
        var leave: @Sendable () -> Void = {}
        /// Writes down a command that was done: its name, its namespace, and how it ended.
        var note: @Sendable (_ command: String, _ namespace: String, _ code: Int32) -> Void = {
            _, _, _ in
        }
    }

    /// - Throws: `homeUnusable` where there is no place for the socket of a home.
    static func path(in home: Home) throws -> String {
        try SocketPlace.path("command.sock", in: home)
    }

    private let duties: Duties
    private let path: String
    private let listener: Int32
    private let isClosed = Mutex(false)
    private let underWay = Mutex(0)

    /// Starts to listen.
    init(_ duties: Duties, path: String) throws {
        self.duties = duties
        self.path = path
        listener = try LocalSocket.listen(path)
        let thread = Thread { [self] in serve() }
        thread.name = "dormouse commands"
        thread.start()
    }

    /// Takes nothing more on, and waits for what is under way.
    func close(within patience: Duration = .zero) {
        let isFirst = isClosed.withLock { isClosed in
            defer { isClosed = true }
            return !isClosed
        }
        guard isFirst else { return }
        unlink(path)
        shutdown(listener, Int32(SHUT_RDWR))
        let deadline = ContinuousClock.now + patience
        while underWay.withLock({ $0 > 0 }), ContinuousClock.now < deadline { usleep(2000) }
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
            underWay.withLock { $0 += 1 }
            let thread = Thread { [self] in
                answer(socket)
                Foundation.close(socket)
                underWay.withLock { $0 -= 1 }
            }
            thread.stackSize = 4 << 20
            thread.start()
        }
        Foundation.close(listener)
    }

    private func answer(_ socket: Int32) {
        // One who only connects does not keep a thread for long.
        LocalSocket.limitWaiting(of: socket, to: .seconds(30))
        guard let (request, descriptors) = try? HomeRequest.receive(over: socket) else { return }
        LocalSocket.limitWaiting(of: socket, to: .zero)
        switch request {
        case .command(let command): perform(command, descriptors, over: socket)
        case .answer(let message): answer(message, over: socket)
        case .lend(let changes):
            try? duties.engine?.lend(changes: changes) {
                guard (try? LocalSocket.write([BorrowedHome.ready], to: socket)) != nil else {
                    return
                }
                LocalSocket.waitForEnd(of: socket)
            }
        case .leave: duties.leave()
        }
        for descriptor in descriptors { Foundation.close(descriptor) }
        shutdown(socket, Int32(SHUT_RDWR))
    }

    /// Has `body` done when the other side goes away.
    private func watch(_ socket: Int32, _ body: @escaping @Sendable () -> Void) {
        Thread.detachNewThread {
            // Nothing more is sent; what comes is the end of the other side.
            LocalSocket.waitForEnd(of: socket)
            body()
        }
    }

    private func perform(_ command: ForwardedCommand, _ descriptors: [Int32], over socket: Int32) {
        guard let engine = duties.engine else { return }
        let call = CurrentCall()
        watch(socket) {
            call.stop(MemoryError(.cancelled, "whoever called the command went away"))
        }
        let code = run(command, descriptors, call, engine)
        try? LocalSocket.writeNumber(UInt32(bitPattern: code), to: socket)
    }

    private func answer(_ message: AgentMessage, over socket: Int32) {
        let done = DispatchSemaphore(value: 0)
        let answer = Mutex<[UInt8]>([])
        let desk = duties.desk
        let task = Task {
            let json = await desk.answer(message.message, for: message.desk)
            answer.withLock { $0 = json?.bytes() ?? [] }
            done.signal()
        }
        watch(socket) { task.cancel() }
        done.wait()
        let bytes = answer.withLock(\.self)
        do {
            try LocalSocket.writeNumber(UInt32(bytes.count), to: socket)
            try LocalSocket.write(bytes, to: socket)
        } catch {
            // Whoever asked went away.
        }
    }

    private func run(
        _ command: ForwardedCommand, _ descriptors: [Int32], _ call: CurrentCall,
        _ engine: MemoryEngine
    ) -> Int32 {
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
                let code = try call.run { whole.console.exitCode(Program.run(whole)) }
                duties.note(parsed.path.joined(separator: " "), invocation.namespace, code)
                return code
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
