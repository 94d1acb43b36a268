import Arguments
import Foundation
import JSON
import LanguageModels
import Memory

/// `llm usage`: what was asked on each day.
enum ModelUsageCommand: Command {
    static let spec = CommandSpec(
        "usage", abstract: "Show requests, tokens and cost by day and model",
        examples: [Example("dormouse llm usage --days 30", "a month")],
        options: [
            .value("days", "N", .integer(1...3650), default: "7", help: "so many days back")
        ])

    private struct Key: Hashable, Comparable {
        let day: String
        let model: ModelName

        static func < (one: Self, other: Self) -> Bool {
            (one.day, one.model) < (other.day, other.model)
        }
    }

    private struct Sum {
        var requests = 0
        var cached = 0
        var prompt = 0
        var completion = 0
        var cost = 0.0

        mutating func add(_ line: UsageLedger.Line) {
            requests += line.cached > 0 ? 0 : 1
            cached += line.cached
            prompt += line.tokens.prompt
            completion += line.tokens.completion
            cost += line.cost
        }
    }

    static func run(_ invocation: Invocation) throws -> Int32 {
        let days = invocation.command.integer("days", default: 7)
        let file = invocation.home.languageModelsDirectory.appending(path: "usage.jsonl")
        let lines =
            FileManager.default.fileExists(atPath: file.path)
            ? UsageLedger(path: file.path).lines() : []
        let start = Date(timeIntervalSinceNow: -Double(days) * 86_400)
        var sums: [Key: Sum] = [:]
        for line in lines where line.time >= start {
            let day = String(line.time.formatted(.iso8601).prefix(10))
            sums[Key(day: day, model: line.model), default: Sum()].add(line)
        }
        let rows = sums.sorted { $0.key < $1.key }
        if invocation.wantsJSON {
            invocation.console.print(
                json: .array(
                    rows.map { key, sum in
                        [
                            "day": .string(key.day), "provider": .string(key.model.provider),
                            "model": .string(key.model.model), "requests": .int(sum.requests),
                            "cached": .int(sum.cached),
                            "prompt_tokens": .int(sum.prompt),
                            "completion_tokens": .int(sum.completion), "cost": .double(sum.cost),
                        ]
                    }))
            return 0
        }
        guard !rows.isEmpty else {
            invocation.console.print("no language model was asked in the last \(days) days")
            return 0
        }
        var table = Table([
            .init("day"), .init("model"), .init("requests", .right), .init("cached", .right),
            .init("tokens in", .right), .init("out", .right), .init("cost", .right),
        ])
        for (key, sum) in rows {
            table.add([
                key.day, "\(key.model.provider)/\(key.model.model)", grouped(sum.requests),
                grouped(sum.cached), grouped(sum.prompt), grouped(sum.completion),
                costText(sum.cost),
            ])
        }
        invocation.console.print(table)
        return 0
    }
}
