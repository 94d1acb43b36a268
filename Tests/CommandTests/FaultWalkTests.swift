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

/// The short form of bench/faults: a step of each command on files. `DORMOUSE_FAULT_WALK=200` walks
/// that many of each, on a server too; `DORMOUSE_FAULT_WALK=0` all of them, which takes hours.
@Suite(.enabled(if: canWalk, "the walk needs Linux, Python and a C compiler"))
struct FaultWalkTests {
    private static let most = ProcessInfo.processInfo.environment["DORMOUSE_FAULT_WALK"]

    private func walk(on ground: String) throws {
        let most = Self.most ?? "1"
        let result = try BenchScript.run(
            "faults", "--on", ground, "--most", most, "--port", "0", "--binary",
            CommandHome.program)
        #expect(result.code == 0, "\(result.output)")
    }

    @Test func everyStepMayFailOnceOnFiles() throws { try walk(on: "files") }

    @Test(
        .enabled(
            if: most != nil && TestServer.isInstalled(),
            "DORMOUSE_FAULT_WALK=N walks N steps of each command on a server"))
    func everyStepMayFailOnceOnAServer() throws { try walk(on: "server") }
}
