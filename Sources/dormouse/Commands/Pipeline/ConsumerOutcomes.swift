import JSON
import Pipeline

/// What `build` says of exposures and saved queries: there is nothing to do for them, and those
/// below a node that failed are skipped.
struct ConsumerOutcomes {
    struct Outcome {
        let consumer: Resource
        let isSkipped: Bool
    }

    let list: [Outcome]
    /// How many nodes came before them, hooks of the run not counted.
    let nodes: Int

    init(_ consumers: [Resource], project: Project, report: RunReport) {
        var blocked: Set<String> = []
        for result in report.results where [.error, .skipped].contains(result.status) {
            blocked.insert(result.id)
        }
        // What a failed test reads has not to be used either.
        for result in report.results where result.status == .fail {
            blocked.formUnion(project.node(result.id)?.parents ?? [])
        }
        let semantics = Dictionary(
            project.semantics.map { ($0.id, $0.parents) }, uniquingKeysWith: { $1 })
        list = consumers.map { consumer in
            // Through metrics and semantic models to the nodes they are made from.
            var (waiting, seen) = (consumer.parents, Set<String>())
            while let id = waiting.popLast() {
                if seen.insert(id).inserted { waiting += semantics[id] ?? [] }
            }
            return Outcome(consumer: consumer, isSkipped: !seen.isDisjoint(with: blocked))
        }
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
