import Foundation
import Testing

/// The short form of bench/kill: the long one is for a quiet hour.
@Suite struct KillTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    @Test(.timeLimit(.minutes(10)))
    func nothingAcknowledgedIsLostWhenTheProgramIsKilled() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", Self.root.appending(path: "bench/kill").path, "--kills", "30", "--seed", "5",
            "--binary", Self.root.appending(path: ".build/debug/dormouse").path,
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(String(decoding: text, as: UTF8.self))")
    }
}
