import Foundation

/// A server in Python that serves until its standard input is closed, so as long as this is kept.
package final class ServerProcess: @unchecked Sendable {
    // Sendable: nothing changes after init.

    /// The checkout that the tests are of.
    static let checkout = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../..").standardized

    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    /// Starts a script of the checkout, and waits for a line it prints.
    ///
    /// - Returns: also the first line of its output for which `isReady` holds.
    /// - Throws: what kept it from starting.
    static func start(
        _ script: String, _ arguments: [String] = [], until isReady: (String) -> Bool
    ) throws -> (ServerProcess, line: String) {
        let server = ServerProcess()
        server.process.executableURL = URL(filePath: "/usr/bin/env")
        server.process.arguments =
            ["python3", checkout.appending(path: script).path] + arguments
        server.process.standardInput = server.input
        server.process.standardOutput = server.output
        server.process.standardError = FileHandle.nullDevice
        try server.process.run()
        var line = Data()
        while true {
            let byte = try server.output.fileHandleForReading.read(upToCount: 1) ?? Data()
            guard let byte = byte.first else { throw DidNotStart(script: script) }
            guard byte == UInt8(ascii: "\n") else {
                line.append(byte)
                continue
            }
            let text = String(decoding: line, as: UTF8.self)
            if isReady(text) { return (server, text) }
            line = Data()
        }
    }

    private init() {}

    deinit {
        try? input.fileHandleForWriting.close()
        if process.isRunning { process.waitUntilExit() }
    }

    struct DidNotStart: Error { let script: String }
}
