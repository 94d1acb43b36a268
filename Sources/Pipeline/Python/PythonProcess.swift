internal import Foundation
internal import Synchronization

/// The Python that runs Python models: `DORMOUSE_PYTHON`, else that of the virtual environment that
/// is active, else `python3`.
struct PythonProcess {
    private let environment: [String: String]
    let program: String

    init(environment: [String: String]) {
        self.environment = environment
        if let named = environment["DORMOUSE_PYTHON"], !named.isEmpty {
            program = named
        } else if let venv = environment["VIRTUAL_ENV"], !venv.isEmpty {
            program = venv + "/bin/python3"
        } else {
            program = "python3"
        }
    }

    /// What a run left.
    struct Ending {
        /// The exit code, or the signal that ended it.
        let code: Int32
        let isSignal: Bool
        let errors: String
    }

    /// Runs the driver on a task, and ends it when the run is stopped, or its time is over.
    ///
    /// - Parameters:
    ///   - objection: asked now and then why the process has to be ended.
    ///   - onLine: is told what the model prints.
    func run(
        _ task: URL, stop: RunStop?, within time: TimeBudget,
        objection: ((_ process: Int32) -> String?)?, onLine: @escaping @Sendable (String) -> Void
    ) throws(PipelineError) -> Ending {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program, "-c", PythonDriver.source, task.path]
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        do { try process.run() } catch { throw missing() }
        // Both are read at the same time: what is not read makes the model wait.
        let said = Mutex(Data())
        let reading = DispatchGroup()
        DispatchQueue.global().async(group: reading) {
            let data = errors.fileHandleForReading.readDataToEndOfFile()
            said.withLock { $0 = data }
        }
        DispatchQueue.global().async(group: reading) {
            let data = output.fileHandleForReading.readDataToEndOfFile()
            for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
                onLine(String(line))
            }
        }
        _ = time.begin()
        var problem: String?
        var looks = 0
        while process.isRunning {
            if stop?.isRequested == true { process.terminate() }
            looks += 1
            if problem == nil, looks.isMultiple(of: 10) {
                problem = objection?(process.processIdentifier)
                // It may be busy in a library and deaf to a milder signal.
                if problem != nil || time.isOver { kill(process.processIdentifier, SIGKILL) }
            }
            Thread.sleep(forTimeInterval: 0.005)
        }
        reading.wait()
        process.waitUntilExit()
        if stop?.isRequested == true {
            throw PipelineError(.interrupted, "the run was stopped")
        }
        if let problem { throw PipelineError(.database, problem) }
        // What `env` says when there is no such program.
        if process.terminationStatus == 127 || process.terminationStatus == 126 { throw missing() }
        return Ending(
            code: process.terminationStatus,
            isSignal: process.terminationReason == .uncaughtSignal,
            errors: String(decoding: said.withLock { $0 }, as: UTF8.self))
    }

    func missing() -> PipelineError {
        PipelineError(
            .unsupported, "Python models are run by Python 3, and '\(program)' cannot be started",
            hint: "Install Python 3, or name one: DORMOUSE_PYTHON=/usr/bin/python3.")
    }

    func missingPackage() -> PipelineError {
        PipelineError(
            .unsupported, "Python models need the package duckdb, which '\(program)' does not have",
            hint: "Install it: \(program) -m pip install duckdb. "
                + "Another Python is named by DORMOUSE_PYTHON.")
    }
}
