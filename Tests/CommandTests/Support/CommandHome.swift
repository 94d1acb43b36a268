import Foundation
import JSON

/// A home in a folder of its own and the built program, run as a process; the folder goes with it.
final class CommandHome: Sendable {
    /// Holds the home, and whatever files a test needs.
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "dormouse-command-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    var home: URL { folder.appending(path: "home") }

    static let checkout = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../..").standardized
    static let journal = checkout.appending(path: "examples/journal/journal.jsonl")

    /// The program, built beside the tests.
    static let program: String = {
        let folders = [
            Bundle.main.executableURL?.deletingLastPathComponent(),
            checkout.appending(path: ".build/debug"),
        ]
        let programs = folders.compactMap { $0?.appending(path: "dormouse").path }
        return programs.first { FileManager.default.isExecutableFile(atPath: $0) } ?? "dormouse"
    }()

    /// What a process of the program did.
    struct Result: Sendable {
        /// The exit code; the signal's number, negative, where one ended it.
        var code: Int32
        var output: String
        var errors: String

        /// The lines of the output.
        var lines: [String] { output.split(separator: "\n").map(String.init) }

        func json() throws -> JSON { try JSON.parse(output) }
    }

    /// A process that runs.
    struct Running: Sendable {
        let process: Process
        let output: URL
        let errors: URL

        func wait() -> Result {
            process.waitUntilExit()
            let code = process.terminationStatus
            return Result(
                code: process.terminationReason == .uncaughtSignal ? -code : code,
                output: Running.text(output), errors: Running.text(errors))
        }

        private static func text(_ file: URL) -> String {
            let data = (try? Data(contentsOf: file)) ?? Data()
            try? FileManager.default.removeItem(at: file)
            return String(decoding: data, as: UTF8.self)
        }
    }

    /// The environment of a process: nothing of the one the tests run in.
    ///
    /// - Parameter model: without it words alone are used, which is faster.
    func environment(model: Bool = false) -> [String: String] {
        var environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
            "HOME": folder.path, "DORMOUSE_HOME": home.path, "TZ": "UTC",
        ]
        if !model { environment["DORMOUSE_MODEL_DIR"] = folder.appending(path: "none").path }
        return environment
    }

    /// Starts any program.
    func start(
        _ program: String, _ arguments: [String], input: Data = Data(), model: Bool = false,
        environment more: [String: String] = [:]
    ) throws -> Running {
        let name = UUID().uuidString
        let files = ["in", "out", "err"].map { folder.appending(path: "\(name).\($0)") }
        for file in files { try (file == files[0] ? input : Data()).write(to: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = environment(model: model).merging(more) { $1 }
        process.currentDirectoryURL = folder
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        try process.run()
        try? FileManager.default.removeItem(at: files[0])
        return Running(process: process, output: files[1], errors: files[2])
    }

    /// Runs `dormouse` to its end.
    @discardableResult
    func run(
        _ arguments: String..., input: Data = Data(), model: Bool = false,
        environment: [String: String] = [:]
    ) throws -> Result {
        try start(
            Self.program, arguments, input: input, model: model, environment: environment
        ).wait()
    }

    /// Runs a script of bash to its end; `$dormouse` is the program.
    func bash(_ script: String, model: Bool = false) throws -> Result {
        try start(
            "/bin/bash", ["-c", script], model: model, environment: ["dormouse": Self.program]
        ).wait()
    }

    /// Writes a file beside the home and gives its path.
    func write(_ name: String, _ text: String) throws -> String {
        let file = folder.appending(path: name)
        try Data(text.utf8).write(to: file)
        return file.path
    }

    /// How many memories there are.
    func count() throws -> Int {
        try run("stats", "--json").json()["memories"]?.int ?? -1
    }
}
