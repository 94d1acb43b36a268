import Foundation

/// A script under `bench`, run to its end.
enum BenchScript {
    /// - Returns: the exit code, and what it printed on both outputs.
    static func run(_ name: String, _ arguments: String...) throws -> (code: Int32, output: String)
    {
        try run(name, arguments: arguments)
    }

    /// The same.
    static func run(_ name: String, arguments: [String]) throws -> (code: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            ["python3", CommandHome.checkout.appending(path: "bench/\(name)").path] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: text, as: UTF8.self))
    }
}
