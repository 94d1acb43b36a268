import JSON
import Pipeline

/// What `build` says of exposures and saved queries: there is nothing to do for them, and those
/// below a node that failed are skipped.
struct ConsumerOutcomes {
    let list: [ConsumerOutcome]
    /// How many nodes came before them, hooks of the run not counted.
    let nodes: Int

    init(_ consumers: [Resource], project: Project, report: RunReport) {
        list = ConsumerOutcome.all(of: consumers, in: project, after: report.results)
        nodes = report.results.count { $0.kind != .operation }
    }

    var skipped: Int { list.count(where: \.isSkipped) }
    var done: Int { list.count - skipped }

    /// Their part of `run_results.json`.
    var json: [JSON] {
        list.map { outcome in
            [
                "status": outcome.isSkipped ? "skipped" : "no-op", "timing": [],
                "thread_id": "Thread-1", "execution_time": 0.0, "adapter_response": [:],
                "message": outcome.isSkipped ? nil : "NO-OP",
                "failures": outcome.isSkipped ? nil : 0,
                "unique_id": .string(outcome.consumer.id), "compiled": nil, "compiled_code": nil,
                "relation_name": nil, "batch_results": nil, "overload_results": nil,
            ]
        }
    }
}

extension Resource {
    /// Whether `build` tells of it though nothing is built for it.
    var isConsumer: Bool { type == "exposure" || type == "saved_query" }
    var spokenType: String { type.replacing("_", with: " ") }
}
