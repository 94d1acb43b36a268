import Foundation
import PostgreSQLTestSupport
import Testing

/// Whether what the walk needs is here.
private let canWalk: Bool = {
    #if os(Linux)
        ["/usr/bin/cc", "/usr/bin/python3"].allSatisfy {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    #else
        false
    #endif
}()

/// The short form of bench/faults: some steps of each command. `DORMOUSE_FAULT_WALK=200` walks that
/// many of each, `DORMOUSE_FAULT_WALK=0` all of them, which takes hours.
@Suite(.enabled(if: canWalk, "the walk needs Linux, Python and a C compiler"))
struct FaultWalkTests {
    private func walk(on ground: String, most: Int) throws {
        let most = ProcessInfo.processInfo.environment["DORMOUSE_FAULT_WALK"] ?? String(most)
        let result = try BenchScript.run(
            "faults", "--on", ground, "--most", most, "--port", "0", "--binary",
            CommandHome.program)
        #expect(result.code == 0, "\(result.output)")
    }

    @Test func everyStepMayFailOnceOnFiles() throws { try walk(on: "files", most: 3) }

    @Test(.enabled(if: TestServer.isInstalled(), "there is no PostgreSQL server here"))
    func everyStepMayFailOnceOnAServer() throws { try walk(on: "server", most: 2) }
}
