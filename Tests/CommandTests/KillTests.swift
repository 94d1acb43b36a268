import Foundation
import Testing

/// The short forms of bench/kill: the long ones are for a quiet hour. `DORMOUSE_KILLS=1000` kills
/// that often, with others beside.
@Suite struct KillTests {
    private func kill(_ arguments: String...) throws {
        var arguments = arguments
        if let kills = ProcessInfo.processInfo.environment["DORMOUSE_KILLS"],
            let place = arguments.firstIndex(of: "--kills"), arguments.contains("--beside")
        {
            arguments[place + 1] = kills
        }
        let result = try BenchScript.run(
            "kill", arguments: arguments + ["--binary", CommandHome.program])
        #expect(result.code == 0, "\(result.output)")
    }

    @Test func nothingAcknowledgedIsLostWhenTheProgramIsKilled() throws {
        try kill("--kills", "30", "--seed", "5")
    }

    @Test func norWhereOthersRememberAndRecallMeanwhile() throws {
        try kill("--kills", "12", "--seed", "6", "--beside")
    }
}
