import Foundation
import Governor
import JSON

/// What runs now, a line a process.
struct MonitorLines {
    let console: Console
    let asJSON: Bool

    init(_ console: Console, asJSON: Bool) {
        self.console = console
        self.asJSON = asJSON
    }

    func print(_ runs: [RunStatus]) {
        if asJSON {
            let values = runs.map { (try? JSON(encoding: $0)) ?? .null }
            console.print(json: ["runs": .array(values)])
            return
        }
        if runs.isEmpty { console.print("Nothing runs.") }
        for run in runs { console.print(TerminalText(Self.line(run))) }
    }

    /// `4711 pipeline run  memory 1.2 GB of 2.0 GB (resident 1.4 GB)  spill 0 B  cpu 1.9  warning`
    static func line(_ run: RunStatus) -> String {
        let running = run.work.count { $0.place == nil }
        let waiting = run.work.count - running
        var parts = [
            "\(run.process) \(run.command)",
            "memory \(bytesText(Int(run.memory))) of \(bytesText(Int(run.memoryLimit))) "
                + "(resident \(bytesText(Int(run.resident))))",
            "spill \(bytesText(Int(run.spilled)))",
            "cpu \(decimal(run.processorShare, places: 1))",
            "\(running) running" + (waiting > 0 ? ", \(waiting) waiting" : ""), run.level,
        ]
        if let action = run.actions.last { parts.append("last: \(action.step)") }
        return parts.joined(separator: "  ")
    }
}
