import Foundation
import Governor

/// One screen of the monitor, as lines that fit.
struct MonitorFrame {
    let runs: [RunStatus]
    /// The process whose work is shown.
    let chosen: Int
    /// Its resident memory in the last minutes.
    let past: [Double]
    let width: Int
    let height: Int

    var lines: [String] {
        var lines = [head, String(repeating: "─", count: max(1, width))]
        guard runs.indices.contains(chosen) else {
            return fitted(lines + ["Nothing runs.", "", "q quits"])
        }
        for (index, run) in runs.enumerated() {
            lines.append((index == chosen ? "> " : "  ") + MonitorLines.line(run))
        }
        let run = runs[chosen]
        lines += ["", bar("DuckDB", run.memory, run.memoryLimit)]
        lines.append(bar("spill", run.spilled, run.spillLimit))
        if let machine = run.machineMemory {
            lines.append(bar("machine", Int64(machine * 1000), 1000, text: percent(machine)))
        }
        lines.append(
            "resident  \(bytesText(Int(run.resident))), most \(bytesText(Int(run.residentPeak)))"
                + "  \(Sparkline.text(past, width: max(1, width - 50)))")
        let disk = run.diskFree.map { ", \(bytesText(Int($0))) of disk free" } ?? ""
        lines.append(
            "threads   \(run.workers) workers, \(run.threads) in all, "
                + "cpu \(decimal(run.processorShare, places: 1))\(disk)")
        if !run.levels.isEmpty {
            let levels = run.levels.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            lines.append("levels    " + levels.joined(separator: ", "))
        }
        lines += ["", "work"]
        for work in run.work.prefix(max(3, height - lines.count - 8)) {
            lines.append("  " + text(work, at: run.sampledAt))
        }
        if run.work.isEmpty { lines.append("  none") }
        lines += ["", "actions (\(run.actionCount))"]
        for action in run.actions.reversed() {
            let seconds = max(0, run.sampledAt - action.at)
            lines.append(
                "  \(durationText(.seconds(seconds.rounded()))) ago  \(action.step)  "
                    + action.reason)
        }
        lines = fitted(lines, leaving: 1)
        while lines.count < height - 1 { lines.append("") }
        return lines + [cut("i interrupt  + sooner  - later  j/k choose  q quit")]
    }

    private var head: String {
        let work = runs.reduce(0) { $0 + $1.work.count { $0.place == nil } }
        let waiting = runs.reduce(0) { $0 + $1.work.count { $0.place != nil } }
        return "dormouse monitor  \(counted(runs.count, "process", plural: "processes")), "
            + "\(work) running, \(waiting) waiting"
    }

    private func text(_ work: RunStatus.Work, at time: Double) -> String {
        let seconds = max(0, time - work.since).rounded()
        let state =
            work.place.map { "waits, place \($0)" }
            ?? work.progress.map { percent($0) } ?? "runs"
        return "\(work.priority)  \(state)  \(durationText(.seconds(seconds)))  "
            + singleLine(work.name)
    }

    private func bar(_ name: String, _ value: Int64, _ limit: Int64, text: String? = nil)
        -> String
    {
        let share = limit > 0 ? min(1, max(0, Double(value) / Double(limit))) : 0
        let cells = max(4, min(40, width - 45))
        let full = Int((share * Double(cells)).rounded())
        let label = name.padding(toLength: 10, withPad: " ", startingAt: 0)
        let shown =
            text ?? "\(bytesText(Int(value))) of \(bytesText(Int(limit))), \(percent(share))"
        return label + "[" + String(repeating: "#", count: full)
            + String(repeating: ".", count: cells - full) + "] " + shown
    }

    private func cut(_ line: String) -> String { truncated(singleLine(line), to: width) }

    private func fitted(_ lines: [String], leaving: Int = 0) -> [String] {
        lines.prefix(max(1, height - leaving)).map(cut)
    }
}
