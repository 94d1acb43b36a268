import JSON
import LanguageModels
import Memory

/// What a sleep asked a language model, as a person reads it.
struct AskingText {
    let report: AskingReport

    /// Prints nothing where there was nothing to ask.
    func print(on console: Console) {
        guard let model = report.model else { return }
        guard report.questions > 0 else { return }
        var table = Table([
            .init("asked about"), .init("questions", .right), .init("failed", .right),
            .init("believed", .right), .init("set aside", .right),
        ])
        for part in report.parts where part.questions > 0 {
            table.add([
                name(part.question), grouped(part.questions), grouped(part.failed),
                grouped(part.believed), grouped(part.refused.values.reduce(0, +)),
            ])
        }
        console.print()
        console.print(table)
        console.print("asked \(harmless(model))\(spent)")
        for (reason, count) in sorted(report.failures) {
            console.print("  no answer: \(reason), \(grouped(count)) times; the rules stand")
        }
        for (reason, count) in sorted(report.refused) {
            console.print("  set aside: \(reason), \(grouped(count)) times")
        }
    }

    /// Prints what would be asked.
    func printPlan(on console: Console) {
        guard let model = report.model else {
            console.print("nothing would be asked: \(report.reason ?? "no server")")
            return
        }
        var table = Table([
            .init("about"), .init("questions", .right), .init("characters", .right),
        ])
        for part in report.parts {
            table.add([name(part.question), grouped(part.questions), grouped(part.characters)])
        }
        console.print(table)
        console.print(
            "\(harmless(model)) would be asked \(grouped(report.usage.planned)) questions of up "
                + "to \(grouped(report.usage.plannedTokens.total)) tokens; "
                + "\(grouped(report.usage.cached)) answers are there already")
        console.print("nothing was sent, and nothing was changed")
    }

    /// `: 12 requests, 3 of 15 answers kept from before, 4,210 tokens`.
    private var spent: String {
        let usage = report.usage
        guard usage.rows > 0 else { return "" }
        return ": \(grouped(usage.requests)) requests, \(grouped(usage.tokens.total)) tokens; "
            + "\(grouped(usage.cached + usage.shared)) of \(grouped(usage.rows)) answers were "
            + "there already"
    }

    private func name(_ question: SleepQuestion) -> String {
        switch question {
        case .memory: "memories"
        case .episode: "episodes"
        case .fact: "facts"
        case .semantic: "knowledge"
        }
    }

    /// The most frequent first.
    private func sorted(_ counts: [String: Int]) -> [(String, Int)] {
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
    }
}
