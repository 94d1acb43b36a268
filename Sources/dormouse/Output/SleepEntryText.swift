import Foundation
import JSON
import Memory

/// One cycle as a person reads it.
struct SleepEntryText {
    let entry: SleepEntry

    static func time(_ moment: Moment) -> String {
        absoluteTime(
            moment.microseconds, secondsAheadOfUTC: secondsAheadOfUTC(at: moment.microseconds))
    }

    func print(on console: Console) {
        let state =
            switch entry.state {
            case .stands: "stands"
            case .undone: "undone"
            case .rejected: "rolled back: it failed the dream test"
            }
        var fields: [(String, String)] = [
            ("cycle", String(entry.cycle)), ("state", state), ("as of", Self.time(entry.asOf)),
        ]
        if let written = entry.writtenAt { fields.append(("written", Self.time(written))) }
        fields += [("stage", entry.stage), ("new", grouped(entry.newMemories) + " memories")]
        if entry.isDetailed {
            let seen = entry.seen.sorted { $0.key < $1.key }
                .map { "\(grouped($0.value.rows)) \($0.key)" }
            fields += [
                ("saw", seen.joined(separator: ", ")),
                ("project", String(entry.project.prefix(12))),
                ("model", entry.model.isEmpty ? "none: by rule" : harmless(entry.model)),
                ("DuckDB", entry.engine),
            ]
        } else {
            fields.append(("journal", "none was kept when this cycle was slept"))
        }
        if let reason = entry.reason { fields.append(("note", reason)) }
        for (name, value) in fields {
            console.print(
                "\(name.padding(toLength: 10, withPad: " ", startingAt: 0), .dim)\(value)")
        }
        if let dream = entry.dream { print(dream, on: console) }
        guard !entry.tables.isEmpty else { return }
        console.print()
        var table = Table([.init("table"), .init("rows", .right), .init("digest")])
        for (name, made) in entry.tables.sorted(by: { $0.key < $1.key }) {
            table.add([name, grouped(made.rows), made.digest])
        }
        console.print(table)
    }

    private func print(_ dream: DreamReport, on console: Console) {
        console.print()
        console.print(
            "dream test: \(dream.isPassed ? "passed" : "failed"), \(counted(dream.questions, "question"))"
        )
        var table = Table([
            .init("measure"), .init("before", .right), .init("after", .right), .init(""),
        ])
        for reading in dream.readings {
            table.add([
                reading.measure.text, decimal(reading.before, places: 3),
                decimal(reading.after, places: 3),
                dream.fallen.contains(reading) ? "fell" : "",
            ])
        }
        console.print(table)
    }
}

extension SleepEntry {
    /// `recall fell: …`, in one line.
    var rejection: String {
        let fallen = (dream?.fallen ?? []).map { reading in
            "\(reading.measure.text) fell from \(decimal(reading.before, places: 2)) to "
                + decimal(reading.after, places: 2)
        }
        return "cycle \(cycle) failed the dream test and was rolled back: "
            + fallen.joined(separator: "; ")
    }
}
