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
            which command it was, and how each node ended.
            """,
        examples: [Example("dormouse pipeline retry", "after the cause is mended")],
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
        guard let last = ArtifactFolder(folder ?? call.targetDirectory).read("run_results.json")
        else {
            throw PipelineError(
                .file, "there is no run_results.json of an earlier run",
                hint: "Name the folder that has it: --state DIR.")
        }
        let which = last["args"]?["which"]?.string ?? ""
        guard let kinds = kinds(of: which) else {
            throw PipelineError(
                .configuration, "the last command was '\(which)', which cannot be retried",
                hint: "What builds or tests can be: run, test, build, seed and snapshot.")
        }
        let unfinished: Set<String> = [
            "error", "fail", "skipped", "runtime error", "partial success",
        ]
        let ids = (last["results"]?.array ?? []).compactMap { result -> String? in
            guard let id = result["unique_id"]?.string, let status = result["status"]?.string
            else { return nil }
            return unfinished.contains(status) && !id.hasPrefix("operation.") ? id : nil
        }
        let wasFull = last["args"]?["full_refresh"]?.bool ?? false
        var run = try PipelineRun(invocation, retrying: which)
        run.earlierBatches = batches(of: last)
        run.batchesEnd = (last["metadata"]?["invocation_started_at"]?.string).flatMap(moment)
        return try run.perform { runner, call in
            try runner.run(
                kinds, ids: ids, fullRefresh: wasFull || call.command.flag("full-refresh"))
        }
    }

    /// The batches of microbatch models of which some were built and some were not.
    private static func batches(of results: JSON) -> [String: BatchResults] {
        var batches: [String: BatchResults] = [:]
        for result in results["results"]?.array ?? [] {
            func windows(_ key: String) -> [EventWindow] {
                (result["batch_results"]?[key]?.array ?? []).compactMap { pair in
                    EventWindow(artifact: (pair.array ?? []).compactMap(\.string))
                }
            }
            let (done, failed) = (windows("successful"), windows("failed"))
            guard let id = result["unique_id"]?.string, !done.isEmpty, !failed.isEmpty else {
                continue
            }
            batches[id] = BatchResults(successful: done, failed: failed)
        }
        return batches
    }

    private static func moment(_ text: String) -> Date? {
        try? Date(text, strategy: .iso8601.time(includingFractionalSeconds: true))
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
