import Foundation
import JSON
import PostgreSQL
import PostgreSQLTestSupport
import Testing

/// A server whose disk is full, and one whose database goes away and comes back.
@Suite struct ServeFaultTests {
    private let home: CommandHome

    init() throws { home = try CommandHome() }

    /// Tells something, and gives the status and what was answered.
    private func tell(_ content: String, _ server: CommandHome.Server) throws -> (Int, JSON) {
        let body = try home.write("body.json", JSON.object(["content": .string(content)]).text())
        let answer = try home.start(
            "/usr/bin/curl",
            [
                "-s", "-w", "\n%{http_code}", "--unix-socket", server.socket, "-H",
                "Content-Type: application/json", "-d", "@" + body, "http://home/v1/memories",
            ]
        ).wait()
        return (
            answer.lines.last.flatMap { Int($0) } ?? 0,
            answer.lines.first.flatMap { try? JSON.parse($0) } ?? .null
        )
    }

    private func kept(environment: [String: String] = [:]) throws -> Set<String> {
        let lines = try home.run("export", environment: environment).lines
        return Set(try lines.compactMap { try JSON.parse($0)["id"]?.string })
    }

    private static func isProblem(_ json: JSON) -> Bool {
        json["type"]?.string?.hasPrefix("urn:dormouse:problem:") == true
            && json["detail"]?.string?.isEmpty == false
    }

    @Test func aFullDiskIsSaidAndLosesNothingThatWasAcknowledged() throws {
        // Files that may not grow further are what a full disk looks like, and need no rights.
        let server = try home.serve(shell: "trap '' XFSZ; ulimit -f 6144")
        var acknowledged: Set<String> = []
        var refused: (Int, JSON)?
        for _ in 0..<150 where refused == nil {
            let noise = (0..<8000).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }
            let told = try tell(noise.joined(separator: " "), server)
            if told.0 == 201 {
                acknowledged.insert(told.1["id"]?.string ?? "")
            } else {
                refused = told
            }
        }
        let (status, problem) = try #require(refused, "the limit was never reached")
        #expect(status == 507, "\(problem)")
        #expect(problem["code"] == "storage" && Self.isProblem(problem))
        kill(server.running.process.processIdentifier, SIGKILL)
        _ = server.running.wait()
        #expect(try kept() == acknowledged)
    }

    @Test(.enabled(if: TestServer.isInstalled(), "\(TestServer.missing)"))
    func aDatabaseThatIsGoneIsSaidAndIsUsedAgainWhenItIsBack() throws {
        let postgres = try TestServer.start()
        defer { postgres.stop(.quit) }
        let environment = ["POSTGRES_DB_URL": postgres.url(database: "postgres")]
        let server = try home.serve(["--wait", "1"], environment: environment)
        defer { _ = server.stop() }
        var acknowledged: Set<String> = []
        let first = try tell("before", server)
        #expect(first.0 == 201, "\(first.1)")
        acknowledged.insert(first.1["id"]?.string ?? "")
        postgres.stop(.kill)
        let (status, problem) = try tell("meanwhile", server)
        #expect(status == 503, "\(problem)")
        #expect(problem["code"] == "unavailable" && Self.isProblem(problem))
        #expect(problem["detail"]?.string?.contains("try again") == true)
        try postgres.start()
        let back = try tell("after", server)
        #expect(back.0 == 201, "\(back.1)")
        acknowledged.insert(back.1["id"]?.string ?? "")
        #expect(try kept(environment: environment) == acknowledged)
    }
}
