import Arguments
import Foundation
import Governor
import JSON

enum GovernorTestAlertCommand: Command {
    static let spec = CommandSpec(
        "test-alert", abstract: "Tell a test alert through every channel of dormouse.yml",
        discussion: """
            Says for each channel of alerts: channels whether it took the alert. Exit code 1 where \
            one did not, or where there is none.
            """,
        examples: [
            Example("dormouse governor test-alert --severity critical", "as a critical one")
        ],
        options: [
            .value(
                "severity", "LEVEL", .choice(["info", "warning", "critical", "emergency"]),
                default: "warning", help: "how severe it pretends to be")
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let settings = try AlertSettings(
            try invocation.settings(), environment: invocation.environment)
        let name = invocation.command.string("severity", default: "warning")
        let level = PressureLevel.allCases.first { $0.description == name } ?? .warning
        let alert = Alert(
            name: "test", change: .test, severity: level,
            message: "dormouse governor test-alert: nothing is wrong",
            at: Date().timeIntervalSince1970)
        guard !settings.channels.isEmpty else {
            throw GovernorError(
                .state,
                "no channel is named: write one into dormouse.yml, as "
                    + "alerts: {channels: [{kind: log, file: alerts.log}]}")
        }
        var results: [(channel: AlertChannel, failure: String?)] = []
        for channel in settings.channels { results.append((channel, channel.tell(alert))) }
        if invocation.wantsJSON {
            invocation.console.print(json: [
                "channels": .array(
                    results.map { result in
                        [
                            "channel": .string(result.channel.description),
                            "told": .bool(result.failure == nil),
                            "reason": result.failure.map { .string($0) } ?? .null,
                        ]
                    })
            ])
        } else {
            for result in results {
                let outcome = result.failure.map { "failed: \($0)" } ?? "told"
                invocation.console.print("\(result.channel.description): \(outcome)")
            }
        }
        return results.allSatisfy { $0.failure == nil } ? 0 : 1
    }
}
