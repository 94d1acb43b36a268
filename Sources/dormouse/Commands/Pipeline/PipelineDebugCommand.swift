import Arguments
import DuckDB
import Foundation
import JSON
import Pipeline

/// `pipeline debug`: what is set up, what is missing, what the machine has.
enum PipelineDebugCommand: Command {
    static let spec = CommandSpec(
        "debug", abstract: "Check the profile, the project, the database and the machine",
        examples: [
            Example("dormouse pipeline debug", "everything"),
            Example("dormouse pipeline debug --target prod --json", "another target"),
        ],
        options: [
            .flag("connection", help: "check the connection only"),
            .flag("config-dir", help: "print the folder of profiles.yml and end"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let call = try PipelineCall(invocation)
        if call.command.flag("config-dir") {
            call.console.print("\(call.workspace.profilesDirectory.path)")
            return 0
        }
        var report = DebugReport(call: call)
        report.check(connectionOnly: call.command.flag("connection"))
        report.print()
        return report.failures.isEmpty ? 0 : 1
    }
}
