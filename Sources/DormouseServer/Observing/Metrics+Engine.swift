import JSON
import Memory
import Wire

extension Metrics {
    /// Counts what the engine does, whoever asked for it: over REST, over MCP, or a command beside
    /// the server.
    func listen(to engine: MemoryEngine) {
        engine.events.report { [self] event in take(event) }
    }

    private func take(_ event: EngineEvent) {
        switch event {
        case .told(let outcome):
            count("dormouse_memories_told_total", [("outcome", outcome.rawValue)])
        case .recalled(let isEmpty):
            count("dormouse_recalls_total")
            if isEmpty { count("dormouse_recalls_empty_total") }
        case .stage(let stage, let time):
            observe(
                "dormouse_recall_stage_seconds", [("stage", stage.rawValue)], time / .seconds(1))
        case .forgotten: count("dormouse_memories_forgotten_total")
        case .slept(let report): slept(report)
        }
    }

    private func slept(_ report: SleepReport?) {
        count("dormouse_sleep_total", [("outcome", report == nil ? "failed" : "done")])
        guard let report else { return }
        observe("dormouse_sleep_seconds", [], report.duration / .seconds(1))
        count("dormouse_sleep_memories_total", by: Double(report.newMemories))
        let asking = report.asking.json
        func add(_ key: String, to name: String, _ labels: [(String, String)] = []) {
            count(name, labels, by: Double(asking[key]?.int ?? 0))
        }
        add("requests", to: "dormouse_model_requests_total")
        add("cached", to: "dormouse_model_cached_total")
        add("failed", to: "dormouse_model_failures_total")
        add("prompt_tokens", to: "dormouse_model_tokens_total", [("kind", "prompt")])
        add("completion_tokens", to: "dormouse_model_tokens_total", [("kind", "completion")])
    }

    /// Begins at zero what may not happen for long, so that its first time is seen as a rise.
    func expect() {
        for outcome in ["stored", "known", "echo"] {
            count("dormouse_memories_told_total", [("outcome", outcome)], by: 0)
        }
        for outcome in ["done", "failed"] {
            count("dormouse_sleep_total", [("outcome", outcome)], by: 0)
        }
        for kind in ["prompt", "completion"] {
            count("dormouse_model_tokens_total", [("kind", kind)], by: 0)
        }
        for name in [
            "dormouse_memories_forgotten_total", "dormouse_recalls_total",
            "dormouse_recalls_empty_total", "dormouse_sleep_memories_total",
            "dormouse_model_requests_total", "dormouse_model_cached_total",
            "dormouse_model_failures_total",
        ] {
            count(name, by: 0)
        }
    }
}
