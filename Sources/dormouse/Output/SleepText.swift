import Arguments
import Foundation
import JSON
import Memory

/// A night's report as a person reads it.
struct SleepText {
    let report: SleepReport
    /// Whether every model is listed, with its rows and its time.
    var isVerbose = false

    func print(on console: Console) {
        if let undone = report.resumedCycle {
            console.print("cycle \(undone) had been interrupted: taken back and done again")
        }
        if report.resetCycles > 0 {
            console.print(
                "the clock of \(report.resetCycles == 1 ? "1 cycle" : "\(report.resetCycles) cycles")"
                    + " had been ahead: mended")
        }
        if let ahead = report.clockAhead {
            console.warn(
                "an earlier cycle slept as of \(ahead), which has not come yet; this one goes by "
                    + "the clock. Mend it with: dormouse sleep --reset-clock")
        }
        if report.asking.isDryRun {
            AskingText(report: report.asking).printPlan(on: console)
            return
        }
        if let rejected = report.rejected {
            console.print(
                "see it with: dormouse sleep show \(rejected.cycle), dormouse sleep diff "
                    + "\(rejected.cycle)")
            guard report.cycle != nil else { return }
        }
        guard let cycle = report.cycle else {
            console.print("nothing new since cycle \(report.lastCycle): nothing to do")
            return
        }
        if isVerbose { printModels(on: console) }
        let took = durationText(report.duration)
        if report.newMemories == 0 {
            console.print(
                "cycle \(cycle): no new memories; what was recalled was linked, in \(took)")
        } else {
            console.print(
                "cycle \(cycle): slept on \(memories(report.newMemories)) in \(took)")
        }
        for (model, word, plural) in Self.learnt {
            guard let rows = report.models.first(where: { $0.name == model })?.rows, rows > 0
            else { continue }
            console.print("  \(counted(rows, word, plural: plural)) new or changed")
        }
        AskingText(report: report.asking).print(on: console)
    }

    /// What a person may want to know of it, by the model that makes it.
    private static let learnt: [(model: String, word: String, plural: String?)] = [
        ("episodes", "episode", nil), ("associations", "association", nil),
        ("semantic_memories", "semantic memory", "semantic memories"), ("facts", "fact", nil),
    ]

    private func memories(_ count: Int) -> String {
        counted(count, "new memory", plural: "new memories")
    }

    private func printModels(on console: Console) {
        var table = Table([
            .init("stage"), .init("model"), .init("new rows", .right), .init("time", .right),
        ])
        for model in report.modelsByStage where model.rows != nil {
            table.add([
                model.stage, model.name, grouped(model.rows ?? 0), durationText(model.duration),
            ])
        }
        console.print(table)
    }
}
