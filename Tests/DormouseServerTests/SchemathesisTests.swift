import Foundation
import HTTPServerTestSupport
import Memory
import Testing

@testable import DormouseServer

@Suite("REST under chance", .serialized)
struct SchemathesisTests {
    /// Minutes of requests: run by hand with DORMOUSE_SCHEMATHESIS=1.
    @Test(
        "schemathesis finds no request that the server takes otherwise than it declares",
        .enabled(
            if: ProcessInfo.processInfo.environment["DORMOUSE_SCHEMATHESIS"] != nil,
            "long: set DORMOUSE_SCHEMATHESIS=1"))
    func everything() async throws {
        let program = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: ".prefix/schemathesis/bin/st")
        guard FileManager.default.isExecutableFile(atPath: program.path) else {
            print("schemathesis is not installed (scripts/install-schemathesis): skipped")
            return
        }
        let running = try RunningServer()
        let url = "http://\(running.address)/openapi.json"
        let token = running.texts["ada"] ?? ""
        let folder = running.home.directory
        // JSON Schema cannot say that one field has to be later than another; what is too long for a
        // request line is refused before it is looked into.
        let settings = """
            [checks]
            negative_data_rejection.expected-statuses = [
                400, 401, 403, 404, 405, 406, 409, 414, 415, 422, 428, 429, "5xx",
            ]
            [[operations]]
            include-path-regex = "/v1/(memories|search|episodes|recall|context)$"
            checks.positive_data_acceptance.expected-statuses = [
                "2xx", "3xx", 400, 401, 403, 404, 409, 429, "5xx",
            ]
            """
        try settings.write(
            to: folder.appending(path: "schemathesis.toml"), atomically: true, encoding: .utf8)
        let (status, report) = try await onThread {
            let process = Process()
            process.executableURL = program
            process.currentDirectoryURL = folder
            process.arguments = [
                "run", url, "--header", "Authorization: Bearer \(token)", "--seed", "14",
                "--max-examples", "12", "--checks", "all", "--no-color", "--workers", "1",
                // Lines of JSON are a string to it, of which it can send next to nothing.
                "--suppress-health-check", "filter_too_much",
            ]
            let pipe = Pipe()
            process.standardOutput = pipe
            process.standardError = pipe
            try process.run()
            let data = pipe.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return (process.terminationStatus, String(decoding: data, as: UTF8.self))
        }
        #expect(status == 0, "\(report)")
    }
}
