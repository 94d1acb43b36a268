import Arguments
import Foundation
import JSON
import Schema

/// A drift report as a person or a program reads it.
struct DriftText {
    private let report: DriftReport
    private let sources: SchemaSources

    init(_ report: DriftReport, _ sources: SchemaSources) {
        self.report = report
        self.sources = sources
    }

    func print(on console: Console) {
        for (index, name) in sources.names.enumerated() {
            console.print("\(SchemaSources.letter(index), .bold)  \(name)")
        }
        for group in report.groups {
            console.print()
            console.print("\(group.id.kind.rawValue, .dim) \(group.id.path, .bold)")
            for entry in group.entries { print(entry, of: group, on: console) }
        }
        console.print()
        console.print(
            report.isEmpty
                ? "no drift: they are equal" : "\(counted(report.count, "difference"))")
        console.note("not compared: \(sources.neverCompared)")
    }

    private func print(_ entry: DriftReport.Entry, of group: DriftReport.Group, on console: Console)
    {
        let width = console.settings.wrappingWidth
        if entry.id != group.id {
            console.print("  \(entry.id.kind.rawValue, .dim) \(entry.id.name)")
        }
        for (index, object) in entry.objects.enumerated() {
            let letter = SchemaSources.letter(index)
            guard let object else {
                console.print("    \(letter, .bold)  \("missing", .red)")
                continue
            }
            let text = ObjectText.summary(object)
            let shown = text.isEmpty ? "there" : text
            for (number, line) in wrap(harmless(shown), width: width - 7).prefix(6).enumerated() {
                console.print("    \(number == 0 ? letter : " ", .bold)  \(line)")
            }
        }
    }

    var json: JSON {
        [
            "drift": .bool(!report.isEmpty), "sources": JSON(sources.names),
            "differences": .array(
                report.groups.flatMap { group in
                    group.entries.map { entry in
                        var object = entry.id.json.object ?? [:]
                        object["missing_in"] = JSON(
                            entry.objects.indices.filter { entry.objects[$0] == nil }
                                .map(SchemaSources.letter))
                        object["facts"] = .object(
                            JSON.Object(
                                entry.facts.map { fact in
                                    (
                                        fact.rawValue,
                                        .array(entry.objects.map { $0?.facts[fact] ?? .null })
                                    )
                                }))
                        object["sides"] = .array(
                            entry.objects.map {
                                $0.map { .string(ObjectText.summary($0)) } ?? .null
                            })
                        return .object(object)
                    }
                }),
            "not_compared": JSON(sources.notCovered),
            "never_compared": .string(sources.neverCompared),
        ]
    }
}
