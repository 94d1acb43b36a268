import Arguments
import Foundation
import JSON
import Memory

/// A night's report as a person reads it.
struct SleepText {
    let report: SleepReport

    func print(on console: Console) {
        if let undone = report.resumedCycle {
            console.print("cycle \(undone) had been interrupted: taken back and done again")
        }
        if report.asking.isDryRun {
            AskingText(report: report.asking).printPlan(on: console)
            return
        }
        guard let cycle = report.cycle else {
            console.print("nothing new since cycle \(report.lastCycle): nothing to do")
            return
        }
        var table = Table([
            .init("stage"), .init("model"), .init("new rows", .right), .init("time", .right),
        ])
        for model in report.modelsByStage where model.rows != nil {
            table.add([
                model.stage, model.name, grouped(model.rows ?? 0), durationText(model.duration),
            ])
        }
        console.print(table)
        let took = durationText(report.duration)
        if report.newMemories == 0 {
            console.print(
                "cycle \(cycle): no new memories; what was recalled was linked, in \(took)")
        } else {
            console.print(
                "cycle \(cycle): \(grouped(report.newMemories)) new memories slept on in \(took)")
        }
        AskingText(report: report.asking).print(on: console)
    }
}

extension SleepReport {
    var json: JSON {
        [
            "cycle": cycle.map { .int($0) } ?? .null, "last_cycle": .int(lastCycle),
            "as_of": .string(asOf.description), "new_memories": .int(newMemories),
            "resumed_cycle": resumedCycle.map { .int($0) } ?? .null,
            "seconds": .double(duration.secondsText), "language_model": asking.json,
            "models": .array(
                models.map {
                    [
                        "stage": .string($0.stage), "model": .string($0.name),
                        "rows": $0.rows.map { .int($0) } ?? .null,
                        "seconds": .double($0.duration.secondsText),
                    ]
                }),
        ]
    }
}

extension Duration {
    /// Seconds, to the millisecond.
    var secondsText: Double {
        let milliseconds =
            components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
        return Double(milliseconds) / 1000
    }
}
