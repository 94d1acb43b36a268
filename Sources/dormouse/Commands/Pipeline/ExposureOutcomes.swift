import JSON
import Pipeline

/// What `build` says of exposures: there is nothing to do for them, and those below a node that
/// failed are skipped.
struct ExposureOutcomes {
    struct Outcome {
        let exposure: Exposure
        let isSkipped: Bool
    }

    let list: [Outcome]
    /// How many nodes came before them.
    let nodes: Int

    init(_ exposures: [Exposure], project: Project, report: RunReport) {
        var blocked: Set<String> = []
        for result in report.results where [.error, .skipped].contains(result.status) {
            blocked.insert(result.id)
        }
        // What a failed test reads has not to be used either.
        for result in report.results where result.status == .fail {
            blocked.formUnion(project.node(result.id)?.parents ?? [])
        }
        list = exposures.map { exposure in
            Outcome(
                exposure: exposure, isSkipped: exposure.parents.contains(where: blocked.contains))
        }
        nodes = report.results.count
    }

    var skipped: Int { list.count(where: \.isSkipped) }
    var done: Int { list.count - skipped }

    /// Their part of `run_results.json`.
    var json: [JSON] {
        list.map { outcome in
            [
                "status": outcome.isSkipped ? "skipped" : "no-op", "timing": [],
                "thread_id": "Thread-1", "execution_time": 0.0, "adapter_response": [:],
                "message": outcome.isSkipped ? nil : "NO-OP", "failures": 0,
                "unique_id": .string(outcome.exposure.id), "compiled": nil, "compiled_code": nil,
                "relation_name": nil, "batch_results": nil, "overload_results": nil,
            ]
        }
    }
}

extension Resource {
    var exposure: Exposure? { if case .exposure(let exposure) = self { exposure } else { nil } }
}
