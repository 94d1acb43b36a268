import Foundation
import Governor

/// The figures of what runs, in Prometheus's text format (version 0.0.4).
enum RunMetrics {
    private struct Family: Sendable {
        let name: String
        let help: String
        var kind = "gauge"
        let value: @Sendable (RunStatus) -> Double?
    }

    private static let families: [Family] = [
        Family(name: "dormouse_governor_memory_bytes", help: "DuckDB's memory by its own account.")
        {
            Double($0.memory)
        },
        Family(name: "dormouse_governor_memory_limit_bytes", help: "DuckDB's memory limit.") {
            Double($0.memoryLimit)
        },
        Family(
            name: "dormouse_governor_resident_bytes",
            help: "Memory of the process that is resident, as the kernel sees it."
        ) { Double($0.resident) },
        Family(name: "dormouse_governor_spilled_bytes", help: "Bytes of spilled work.") {
            Double($0.spilled)
        },
        Family(
            name: "dormouse_governor_spill_limit_bytes", help: "How much may be spilled."
        ) { Double($0.spillLimit) },
        Family(name: "dormouse_governor_threads", help: "Threads of the process.") {
            Double($0.threads)
        },
        Family(name: "dormouse_governor_workers", help: "DuckDB's worker threads now.") {
            Double($0.workers)
        },
        Family(
            name: "dormouse_governor_processor_seconds_total",
            help: "Processor time used by the process.", kind: "counter"
        ) { $0.processorTime },
        Family(
            name: "dormouse_governor_sampling_seconds_total",
            help: "Processor time that sampling has cost.", kind: "counter"
        ) { $0.samplingTime },
        Family(
            name: "dormouse_governor_actions_total",
            help: "Steps taken about pressure.", kind: "counter"
        ) { Double($0.actionCount) },
        Family(
            name: "dormouse_governor_slow_statements_total",
            help: "Times that a statement came to a further level by its time.", kind: "counter"
        ) { $0.slowCount.map { Double($0) } },
        Family(name: "dormouse_governor_running", help: "Pieces of work that run.") {
            Double($0.work.count { $0.place == nil })
        },
        Family(name: "dormouse_governor_waiting", help: "Pieces of work that wait.") {
            Double($0.work.count { $0.place != nil })
        },
        Family(
            name: "dormouse_governor_level",
            help: "The highest level of pressure: 0 calm to 4 emergency."
        ) { run in
            PressureLevel.allCases.first { $0.description == run.level }.map {
                Double($0.rawValue)
            }
        },
        Family(
            name: "dormouse_governor_machine_memory_ratio",
            help: "Memory of the machine or the container in use."
        ) { $0.machineMemory },
        Family(
            name: "dormouse_governor_disk_free_bytes", help: "Free disk where work spills."
        ) { $0.diskFree.map { Double($0) } },
    ]

    static func text(_ runs: [RunStatus], _ state: StateDirectory) -> String {
        var lines = [
            "# HELP dormouse_governor_runs Processes that work now.",
            "# TYPE dormouse_governor_runs gauge", "dormouse_governor_runs \(runs.count)",
        ]
        for family in families where !runs.isEmpty {
            lines.append("# HELP \(family.name) \(family.help)")
            lines.append("# TYPE \(family.name) \(family.kind)")
            for run in runs {
                guard let value = family.value(run) else { continue }
                let labels = "command=\"\(escaped(run.command))\",run=\"\(escaped(run.id))\""
                lines.append("\(family.name){\(labels)} \(number(value))")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            .replacing("\n", with: "\\n")
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && value.magnitude < 1e15 ? "\(Int(value))" : "\(value)"
    }
}
