import DuckDB
import Foundation
import Governor

/// This program once more as a child, which alone suffers where its work crashes, hangs or takes more
/// memory than it may.
struct IsolatedProcess {
    /// Why a child was ended, or ended by itself in a way that no command does.
    enum Failure: Equatable {
        case hung(Duration)
        case tooLarge(resident: Int, limit: Int)
        case signal(Int32)
        /// As a person wanted.
        case stopped

        var description: String {
            switch self {
            case .hung(let time):
                "its process made no progress for \(durationText(time)) and was ended"
            case .tooLarge(let resident, let limit):
                "its process used \(bytesText(resident)), more than the \(bytesText(limit)) it may, "
                    + "and was ended"
            case .signal(let number):
                "its process was ended by signal \(number) (\(String(cString: strsignal(number))))"
            case .stopped: "its process was stopped"
            }
        }
    }

    let program: URL
    let arguments: [String]
    let environment: [String: String]
    /// Ended after so long without progress.
    let patience: Duration
    /// Ended where it has more resident memory.
    let mostResident: Int
    /// What it reads on standard input; nil: what this process would.
    var input: Data?
    /// Whether it waits for its turn; then it need make no progress.
    var isWaiting: (Int32) -> Bool = { _ in false }
    /// Whether it is to end now; nil: Ctrl-C is handed on to it, and what it does then counts.
    var isStopped: (() -> Bool)?

    /// Less processor time than this in all of the patience is no progress: the child's watch takes
    /// some by itself.
    private static let leastTicks = 5

    /// Runs it to its end; what it prints goes where this process prints.
    ///
    /// - Returns: its exit code, or why it has none.
    func run() throws -> Swift.Result<Int32, IsolatedFailure> {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = environment.merging([Self.parentVariable: "\(getpid())"]) { $1 }
        let pipe = input.map { _ in Pipe() }
        process.standardInput =
            pipe ?? (isStopped == nil ? FileHandle.standardInput : .nullDevice)
        do { try process.run() } catch {
            throw GovernorError(.state, "a process of its own cannot be started")
        }
        if let input, let pipe {
            // A pipe holds little: who reads it may be slow, or gone.
            Thread.detachNewThread {
                try? pipe.fileHandleForWriting.write(contentsOf: input)
                try? pipe.fileHandleForWriting.close()
            }
        }
        let child = process.processIdentifier
        let interruption = isStopped == nil ? Self.handOnInterruptions(child) : nil
        defer {
            if let interruption {
                interruption.cancel()
                signal(SIGINT, SIG_DFL)
            }
        }
        var ticks = Self.ticks(child)
        var since = ContinuousClock.now
        var failure: Failure?
        while process.isRunning, failure == nil {
            Thread.sleep(forTimeInterval: 0.05)
            let now = Self.ticks(child)
            if now - ticks >= Self.leastTicks || !Self.isCounted || isWaiting(child) {
                ticks = now
                since = ContinuousClock.now
            }
            let resident = Self.resident(child)
            if isStopped?() == true {
                failure = .stopped
            } else if resident > mostResident {
                failure = .tooLarge(resident: resident, limit: mostResident)
            } else if ContinuousClock.now - since > patience {
                failure = .hung(patience)
            }
        }
        if failure != nil { kill(child, SIGKILL) }
        process.waitUntilExit()
        if failure == nil, process.terminationReason == .uncaughtSignal {
            failure = .signal(process.terminationStatus)
        }
        if let failure { return .failure(IsolatedFailure(reason: failure)) }
        return .success(process.terminationStatus)
    }

    /// The child is in a group of its own: Ctrl-C reaches this process only, which hands it on and
    /// says how that went.
    private static func handOnInterruptions(_ child: Int32) -> any DispatchSourceSignal {
        signal(SIGINT, SIG_IGN)
        let interruption = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
        interruption.setEventHandler { kill(child, SIGINT) }
        interruption.activate()
        return interruption
    }

    private static let parentVariable = "DORMOUSE_ISOLATED_BY"

    /// Whether this process is such a child.
    static func isChild(_ environment: [String: String]) -> Bool {
        environment[parentVariable] != nil
    }

    /// In a child: ends it when the process that started it is gone, however that ended. Where the
    /// kernel finds no memory, it ends the child before any other.
    static func followParent(_ environment: [String: String]) {
        guard let parent = environment[parentVariable].flatMap({ Int32($0) }) else { return }
        try? "1000".write(toFile: "/proc/self/oom_score_adj", atomically: false, encoding: .utf8)
        Thread.detachNewThread {
            while getppid() == parent { usleep(200_000) }
            kill(getpid(), SIGKILL)
        }
    }

    /// Whether this system says in `/proc` what a process takes; else a child may hang, and take
    /// what the system gives.
    private static let isCounted = FileManager.default.fileExists(atPath: "/proc/self/stat")

    /// Processor time of a process in ticks; 0 where it has ended.
    private static func ticks(_ process: Int32) -> Int {
        let text = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
        guard let end = text.lastIndex(of: ")") else { return 0 }
        let words = text[text.index(after: end)...].split(separator: " ")
        guard words.count > 12 else { return 0 }
        return (Int(words[11]) ?? 0) + (Int(words[12]) ?? 0)
    }

    /// What a process may take where DuckDB has a limit in it: 30 % more, and what a program itself
    /// needs.
    static func mostResident(at limit: ByteCount) -> Int {
        Int(limit.bytes / 10 * 13 + (256 << 20))
    }

    /// Resident memory of a process; 0 where the system does not say.
    static func resident(_ process: Int32) -> Int {
        let text = (try? String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8)) ?? ""
        let words = text.split(separator: " ")
        return words.count > 1 ? (Int(words[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
    }
}

struct IsolatedFailure: Error, Equatable {
    let reason: IsolatedProcess.Failure
}
