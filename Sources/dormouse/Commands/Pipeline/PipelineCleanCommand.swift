import Arguments
import Foundation
import JSON
import Pipeline

/// `pipeline clean`: removes what commands have written.
enum PipelineCleanCommand: Command {
    static let spec = CommandSpec(
        "clean", abstract: "Remove the folders under clean-targets: target, as a rule",
        discussion: "Only folders inside the project are removed, never its models and seeds.",
        examples: [Example("dormouse pipeline clean", "here")],
        options: [
            .flag(
                "clean-project-files-only", negatable: true, hidden: true,
                help: "of dbt; always so here")
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let call = try PipelineCall(invocation)
        let removed = try call.workspace.clean()
        if invocation.wantsJSON {
            call.console.print(json: ["removed": .array(removed.map { .string($0) })])
            return 0
        }
        for path in removed { call.console.print("Cleaned \(path)") }
        call.console.print("Finished cleaning all paths.")
        return 0
    }
}
