import Foundation
import LanguageModels

/// What a run asked of language models, as a person reads it.
struct ModelRunText {
    let run: ModelRun
    let console: Console

    func print() {
        if run.options.isDryRun { return printPlan() }
        for (name, usage) in run.usage.sorted(by: { $0.key < $1.key }) where usage.rows > 0 {
            guard name.provider != "in-process" else { continue }
            var parts = [Self.count(usage.rows, "row")]
            if usage.cached > 0 {
                parts.append(Self.count(usage.cached, "answer") + " from the cache")
            }
            parts.append(Self.count(usage.requests, "request"))
            if usage.requests > 0 { parts.append(Self.count(usage.tokens.total, "token")) }
            if usage.cost > 0 { parts.append("cost \(costText(usage.cost))") }
            if usage.failures > 0 { parts.append("\(grouped(usage.failures)) failed") }
            console.note(TerminalText("\(name.model): " + parts.joined(separator: ", "), .dim))
        }
    }

    private static func count(_ count: Int, _ thing: String) -> String {
        "\(grouped(count)) \(thing)\(count == 1 ? "" : "s")"
    }

    private func printPlan() {
        var table = Table([
            .init("model"), .init("rows", .right), .init("in cache", .right),
            .init("would ask", .right), .init("prompt tokens", .right),
            .init("answer at most", .right), .init("cost at most", .right),
        ])
        for (name, usage) in run.usage.sorted(by: { $0.key < $1.key }) {
            table.add([
                "\(name.provider)/\(name.model)", grouped(usage.rows), grouped(usage.cached),
                grouped(usage.planned), grouped(usage.plannedTokens.prompt),
                grouped(usage.plannedTokens.completion), costText(usage.plannedCost),
            ])
        }
        console.print(table)
        console.note("Nothing was asked. Tokens are estimated: a token for four bytes.")
    }
}

func costText(_ cost: Double) -> String { decimal(cost, places: cost < 1 ? 4 : 2) }
