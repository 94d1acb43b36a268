import Arguments
import Pipeline

/// `pipeline clone`: views of what an earlier run has left elsewhere.
enum PipelineCloneCommand: Command {
    static let spec = CommandSpec(
        "clone", abstract: "Make views of what --state has built elsewhere",
        discussion: """
            DuckDB has no tables that share their rows, so tables become views as well; the other \
            database has to be attached. What is here already stays, except with --full-refresh.
            """,
        examples: [
            Example("dormouse pipeline clone --state prod", "all of it"),
            Example("dormouse pipeline clone --state prod -s +orders -f", "some, anew"),
        ],
        options: PipelineOptions.deferrable + PipelineOptions.resourceTypes + [
            PipelineOptions.fullRefresh
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        try PipelineRun(invocation).perform { runner, call in
            guard runner.options.deferral != nil else {
                throw call.command.usageError(
                    "clone needs the artifacts of an earlier run",
                    suggestion: "name their folder: --state DIR", code: .conflictingOptions)
            }
            return try runner.clone(fullRefresh: call.command.flag("full-refresh"))
        }
    }
}
