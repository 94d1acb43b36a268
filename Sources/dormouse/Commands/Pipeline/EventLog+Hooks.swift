import Foundation
import JSON
import Pipeline

/// The events of hooks of the run itself, and of sources that are asked how old they are.
extension EventLog {
    func startHook(_ id: String, _ label: String, index: Int, total: Int) {
        tell(
            "LogHookStartLine", "Q032", line("START hook: \(label)", index, total, "RUN"),
            [
                "statement": .string(label), "index": .int(index), "total": .int(total),
                "node_info": information(ofHook: id, status: "started", started: Date()),
            ])
    }

    func endHook(_ result: NodeResult, _ label: String, index: Int, total: Int) {
        let word = result.status == .error ? "ERROR" : "OK"
        tell(
            "LogHookEndLine", "Q033",
            line("\(word) hook: \(label)", index, total, word, result.duration),
            [
                "statement": .string(label), "status": .string(result.status.rawValue),
                "index": .int(index), "total": .int(total),
                "execution_time": .double(result.duration / .seconds(1)),
                "node_info": information(ofHook: result),
            ])
    }

    // MARK: Sources

    func start(_ source: Source, index: Int, total: Int) {
        let name = "freshness of \(source.sourceName).\(source.name)"
        tell(
            "LogStartLine", "Q011", line("START " + name, index, total, "RUN"),
            [
                "description": .string(name), "index": .int(index), "total": .int(total),
                "node_info": information(of: source, status: "started", started: Date()),
            ], thread: "Thread-1 (worker)")
    }

    /// - Parameter word: what dbt calls the outcome: `PASS`, `ERROR STALE`.
    func end(_ result: FreshnessResult, _ word: String, index: Int, total: Int) {
        let source = result.source
        let level: Level =
            switch result.status {
            case .pass: .info
            case .warn: .warn
            default: .error
            }
        let name = "freshness of \(source.sourceName).\(source.name)"
        tell(
            "LogFreshnessResult", "Q018",
            line("\(word) \(name)", index, total, word, result.duration),
            [
                "status": .string(result.status.rawValue),
                "source_name": .string(source.sourceName), "table_name": .string(source.name),
                "index": .int(index), "total": .int(total),
                "execution_time": .double(result.duration / .seconds(1)),
                "node_info": information(
                    of: source, status: result.status.rawValue,
                    started: result.timing.execute?.started, finished: Date()),
            ], level: level, thread: "Thread-1 (worker)")
    }

    /// What went wrong with those that could not be asked, and with hooks; then the closing line.
    func close(_ results: [FreshnessResult], hooks: [NodeResult]) {
        for result in results {
            guard let error = result.error, let project else { continue }
            let text = error.showingSource(in: project.directory).description
            tell(
                "RunResultError", "Z024", "  " + text,
                [
                    "msg": .string(text),
                    "node_info": information(of: result.source, status: "None", started: nil),
                ], level: .error)
        }
        for hook in hooks { tell(hook) }
        tell("FreshnessCheckComplete", "Q003", "Done.")
    }
}
