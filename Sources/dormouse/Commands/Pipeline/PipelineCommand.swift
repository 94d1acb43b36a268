import Arguments
import JSON
import Memory
import Pipeline

/// `pipeline`: runs dbt projects on DuckDB.
enum PipelineCommand: Command {
    static let spec = CommandSpec(
        "pipeline", abstract: "Run a dbt project on DuckDB",
        discussion: """
            Reads an ordinary dbt project and does what dbt does with it, in this process. Options \
            and variables of the environment are dbt's. Exit codes too: 0 done, 1 a node or a \
            check failed, 2 it could not begin.
            """,
        examples: [
            Example("dormouse pipeline build", "seeds, models and tests in their order"),
            Example("dormouse pipeline run --select +orders", "a model and what it needs"),
            Example("dormouse pipeline debug", "what is set up and what is missing"),
        ],
        options: PipelineOptions.shared + PipelineOptions.ignored,
        subcommands: parts.map { $0.spec })

    private static var parts: [any Command.Type] {
        [
            PipelineDebugCommand.self, PipelineParseCommand.self, PipelineListCommand.self,
            PipelineListAliasCommand.self, PipelineCompileCommand.self, PipelineRunCommand.self,
            PipelineTestCommand.self, PipelineBuildCommand.self, PipelineSeedCommand.self,
            PipelineSnapshotCommand.self, PipelineRetryCommand.self,
            PipelineSourceCommand.self, PipelineShowCommand.self, PipelineRunOperationCommand.self,
            PipelineDocsCommand.self, PipelineCloneCommand.self,
            PipelineDiffCommand.self,
            PipelineDepsCommand.self, PipelineCleanCommand.self, PipelineInitCommand.self,
            PipelineOffloadCommand.self,
        ]
    }

    static func run(_ invocation: Invocation) throws -> Int32 {
        let name = invocation.command.path.dropFirst().first ?? ""
        guard let part = parts.first(where: { $0.spec.name == name }) else { return 2 }
        do {
            return try part.run(invocation)
        } catch let error as PipelineError {
            // As dbt: what could not begin ends with 2, what began and failed with 1.
            invocation.console.clearStatus()
            let folder = (try? PipelineCall(invocation))?.workspace.projectDirectory
            let shown = folder.map { error.showingSource(in: $0) } ?? error
            if let call = try? PipelineCall(invocation), call.logsEvents {
                EventLog(call).fail(shown.description)
                return 2
            }
            invocation.console.fail(TerminalText(shown.description))
            return 2
        }
    }
}
