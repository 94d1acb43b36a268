import Foundation
import Governor
import JSON

/// What the history has since a time.
struct MonitorHistory {
    private let invocation: Invocation

    init(_ invocation: Invocation) { self.invocation = invocation }

    func print(since: Double) {
        let console = invocation.console
        let records = History(invocation.stateDirectory.history).records(since: since)
        if invocation.wantsJSON {
            let values = records.map { (try? JSON(encoding: $0)) ?? .null }
            console.print(json: ["records": .array(values)])
            return
        }
        if records.isEmpty {
            console.print("Nothing was seen since then.")
            return
        }
        let width = max(20, min((console.settings.outputWidth ?? 80) - 30, 120))
        let samples = records.filter { $0.action == nil }
        let rows: [(String, [Double], (Double) -> String)] = [
            ("resident", samples.map { Double($0.resident) }, { bytesText(Int($0)) }),
            ("DuckDB", samples.map { Double($0.memory) }, { bytesText(Int($0)) }),
            ("spilled", samples.map { Double($0.spilled) }, { bytesText(Int($0)) }),
            ("processors", samples.map(\.processorShare), { decimal($0, places: 1) }),
        ]
        for (name, values, text) in rows {
            let label = name.padding(toLength: 11, withPad: " ", startingAt: 0)
            let most = values.max() ?? 0
            console.print("\(label)\(Sparkline.text(values, width: width))  most \(text(most))")
        }
        for record in records where record.action != nil {
            let time = Int64(record.at * 1e6)
            let shown = absoluteTime(time, secondsAheadOfUTC: secondsAheadOfUTC(at: time))
            console.print("\(shown)  \(record.command)  \(record.action ?? "")")
        }
    }
}

/// Values as a row of small bars.
enum Sparkline {
    private static let bars = Array("▁▂▃▄▅▆▇█")

    /// Of values that are more than the width, the largest of each share is shown.
    static func text(_ values: [Double], width: Int) -> String {
        guard let most = values.max(), !values.isEmpty, width > 0 else { return "" }
        let count = min(width, values.count)
        return String(
            (0..<count).map { index in
                let start = index * values.count / count
                let end = max(start + 1, (index + 1) * values.count / count)
                let value = values[start..<end].max() ?? 0
                guard most > 0 else { return bars[0] }
                return bars[min(bars.count - 1, max(0, Int(value / most * 7.999)))]
            })
    }
}
