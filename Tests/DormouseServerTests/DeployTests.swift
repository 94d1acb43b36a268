import Foundation
import HTTPServerTestSupport
import JSON
import Testing

@testable import DormouseServer

@Suite("What is shipped to run and watch the server")
struct DeployTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "deploy")

    private static func run(_ program: String, _ arguments: [String]) async throws -> (
        Int32, String
    )? {
        guard FileManager.default.isExecutableFile(atPath: program) else {
            print("\(program) is not there: its check is skipped")
            return nil
        }
        return try await onThread {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: program)
            process.arguments = arguments
            let pipe = Pipe()
            process.standardOutput = pipe
            process.standardError = pipe
            try process.run()
            let data = pipe.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return (process.terminationStatus, String(decoding: data, as: UTF8.self))
        }
    }

    @Test("the unit is hardened")
    func unit() async throws {
        for name in ["dormouse", "dormouse-migrate"] {
            try await harden(Self.folder.appending(path: "systemd/\(name).service").path)
        }
    }

    private func harden(_ unit: String) async throws {
        guard
            let (_, said) = try await Self.run(
                "/usr/bin/systemd-analyze", ["security", "--offline=true", "--no-pager", unit])
        else { return }
        let level = try #require(said.firstMatch(of: /exposure level for \S+: ([0-9.]+)/))
        #expect(Double(level.1).map { $0 < 2 } == true, "\(level.1)")
    }

    @Test("compose files, chart and units are what their tools take")
    func checks() async throws {
        let tools = Self.folder.appending(path: "../.prefix/deploy-tools/bin/check-jsonschema")
        guard FileManager.default.isExecutableFile(atPath: tools.path) else {
            print("deploy/check was not run here yet: its check is skipped")
            return
        }
        let check = Self.folder.appending(path: "check").path
        let (status, said) = try #require(try await Self.run("/bin/bash", [check]))
        #expect(status == 0, "\(said)")
    }

    @Test("secrets are made once, and only their owner's containers are told them")
    func secrets() async throws {
        let copy = URL(fileURLWithPath: "/tmp/dormouse-secrets-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: copy) }
        let script = copy.appending(path: "make-secrets").path
        try FileManager.default.copyItem(
            atPath: Self.folder.appending(path: "compose/make-secrets").path, toPath: script)
        func read(_ name: String) throws -> String {
            try String(contentsOf: copy.appending(path: "secrets/\(name)"), encoding: .utf8)
        }
        #expect(try await Self.run("/bin/sh", [script])?.0 == 0)
        let password = try read("memory_password")
        #expect(password.count == 48)
        #expect(
            try read("memory_url")
                == "postgres://memory:\(password)@database:5432/memory?sslmode=disable")
        #expect(try await Self.run("/bin/sh", [script])?.0 == 0)
        #expect(try read("memory_password") == password)
    }

    @Test("the rules are well-formed")
    func rules() async throws {
        let rules = Self.folder.appending(path: "prometheus/dormouse.rules.yml").path
        guard
            let (status, said) = try await Self.run("/usr/bin/promtool", ["check", "rules", rules])
        else { return }
        #expect(status == 0, "\(said)")
    }

    @Test("rules and dashboard ask for metrics that there are")
    func names() async throws {
        let running = try RunningServer()
        let id = try await running.tell("Ada moved to Lisbon")
        _ = try await running.ask("POST", "/v1/recall", json: ["question": "quicksilver"])
        _ = try await running.ask("DELETE", "/v1/memories/\(id)")
        _ = try await running.ask(
            "POST", "/v1/sleep", json: [:], head: [("Accept", "text/event-stream")])
        let metrics = try await running.ask("GET", "/metrics").body
        for file in ["prometheus/dormouse.rules.yml", "grafana/dormouse.json"] {
            let text = try String(contentsOf: Self.folder.appending(path: file), encoding: .utf8)
            let names = Set(text.matches(of: /dormouse_[a-z_]+/).map { String($0.0) })
            #expect(!names.isEmpty)
            // Those of PostgreSQL and of MCP are there once there is one of them.
            let later = ["dormouse_http_faults_total", "dormouse_mcp_requests_total"]
            for name in names
            where !later.contains(name) && !name.hasPrefix("dormouse_store_connections") {
                #expect(
                    metrics.contains("\n\(name)") || metrics.hasPrefix(name), "\(file): \(name)")
            }
        }
        let dashboard = try JSON.parse(
            try Data(contentsOf: Self.folder.appending(path: "grafana/dormouse.json")))
        #expect(dashboard["panels"]?.array?.isEmpty == false)
    }
}
