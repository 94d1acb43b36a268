import Arguments
import Foundation
import JSON
import Pipeline

/// `pipeline retry`: the last command once more, with what it has not brought to an end.
enum PipelineRetryCommand: Command {
    static let spec = CommandSpec(
        "retry", abstract: "Run again what failed or was skipped in the last run",
        discussion: """
            The run is read from target/run_results.json, or from the folder that --state names: \
            which command it was, its target, variables and other options, and how each node \
            ended. What is given here goes before what it was given.
            """,
        examples: [
            Example("dormouse pipeline retry", "after the cause is mended"),
            Example("dormouse pipeline retry --vars '{day: 2026-03-02}'", "with another value"),
        ],
        options: [
            .value(
                "state", "DIR", .directory, environment: "DBT_STATE",
                help: "the folder of the run's results"),
            PipelineOptions.fullRefresh, PipelineOptions.failFast,
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let call = try PipelineCall(invocation)
        let folder = call.command.string("state").map {
            URL(fileURLWithPath: $0, isDirectory: true)
        }
        let last = try LastRun(in: ArtifactFolder(folder ?? call.targetDirectory))
        let isWhole = ["compile", "generate", "run-operation"].contains(last.command)
        if isWhole, !last.hasFailed {
            call.sayNothingToDo()
            return 0
        }
        switch last.command {
        case "compile":
            return try PipelineCompileCommand.run(last.invocation(invocation, isWhole: true))
        case "generate":
            return try PipelineDocsGenerateCommand.run(last.invocation(invocation, isWhole: true))
        case "run-operation":
            return try PipelineRunOperationCommand.run(last.invocation(invocation, isWhole: true))
        case "clone":
            return try PipelineRun(last.invocation(invocation, isWhole: false))
                .perform { runner, call in
                    try runner.clone(
                        ids: last.unfinished, fullRefresh: call.hasFlag("full-refresh"))
                }
        default: break
        }
        guard let kinds = kinds(of: last.command) else {
            throw PipelineError(
                .configuration, "the last command was '\(last.command)', which cannot be retried",
                hint: "What can be: run, test, build, seed, snapshot, clone, compile, "
                    + "run-operation and docs generate.")
        }
        var run = try PipelineRun(last.invocation(invocation, isWhole: false))
        run.earlierBatches = last.batches
        run.batchesEnd = last.start
        return try run.perform { runner, call in
            try runner.run(
                kinds, ids: last.unfinished, fullRefresh: call.hasFlag("full-refresh"))
        }
    }

    private static func kinds(of command: String) -> Set<Node.Kind>? {
        switch command {
        case "run": [.model]
        case "test": [.test, .unitTest]
        case "build": [.seed, .model, .function, .snapshot, .test, .unitTest]
        case "seed": [.seed]
        case "snapshot": [.snapshot]
        default: nil
        }
    }
}
