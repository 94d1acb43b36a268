import Arguments
import Calendars
import DuckDB
import Foundation
import Governor
import LanguageModels
import Pipeline

/// `pipeline offload`: the process of its own that computes one node's query for a run.
enum PipelineOffloadCommand: Command {
    static let spec = CommandSpec(
        "offload", abstract: "Compute the query that a run has left in a folder",
        examples: [Example("dormouse pipeline offload FOLDER", "as a run does by itself")],
        arguments: [ArgumentSpec("folder", .required, help: "the folder of the exchange")],
        isHidden: true)

    static func run(_ invocation: Invocation) throws -> Int32 {
        IsolatedProcess.followParent(invocation.environment)
        let folder = URL(
            fileURLWithPath: invocation.command.string("folder", default: ""), isDirectory: true)
        do {
            let call = try OffloadCall.read(folder)
            var workspace = Workspace(
                projectDirectory: call.projectDirectory, profilesDirectory: call.profilesDirectory,
                workingDirectory: folder, environment: invocation.environment,
                invocation: Pipeline.Invocation(
                    id: UUID().uuidString.lowercased(), startedAt: Date(), command: "offload"),
                machine: .current)
            workspace.profileName = call.profile
            workspace.target = call.target
            if let text = call.variables { workspace.variables = try Workspace.variables(text) }
            let models = try invocation.languageModels()
            try OffloadRequest.perform(
                in: folder, profile: try workspace.profile(), keepsLimits: call.keepsLimits,
                limits: try invocation.governorLimits().settings,
                extensionDirectory: Installation.extensionDirectory(invocation.environment)
            ) { connection in
                try models.register(on: connection)
                try CalendarFunctions.register(on: connection)
            }
            return 0
        } catch {
            let message = (error as? PipelineError)?.message ?? "\(error)"
            OffloadCall.note(message, in: folder)
            return 1
        }
    }
}
