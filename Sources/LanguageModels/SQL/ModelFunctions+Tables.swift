import DuckDB
import Foundation
import Hashing

extension ModelFunctions {
    /// The table functions by name.
    public static let tables: Set<String> = ["llm_usage", "llm_cache", "llm_failures"]

    /// `llm_usage()`: what was asked of each model in this run, and all requests of this day.
    var usageTable: TableFunction {
        let counts = [
            "rows", "cached", "shared", "requests", "retries", "repairs", "failures",
            "prompt_tokens", "completion_tokens",
        ]
        return TableFunction(
            name: "llm_usage",
            columns: [("scope", .varchar), ("provider", .varchar), ("model", .varchar)]
                + counts.map { ($0, .bigint) } + [("cost", .double), ("seconds", .double)]
        ) {
            let run = self.run.usage.sorted { $0.key < $1.key }.map { name, usage in
                Self.row("run", name, usage)
            }
            return run + self.todaysUsage().map { Self.row("day", $0.key, $0.value) }
        }
    }

    private static func row(_ scope: String, _ name: ModelName, _ usage: Usage) -> [Value] {
        [.string(scope), .string(name.provider), .string(name.model)]
            + [
                usage.rows, usage.cached, usage.shared, usage.requests, usage.retries,
                usage.repairs, usage.failures, usage.tokens.prompt, usage.tokens.completion,
            ].map { .int(Int64($0)) }
            + [.double(usage.cost), .double(usage.time / .seconds(1))]
    }

    private func todaysUsage() -> [(key: ModelName, value: Usage)] {
        let today = DayAccount.day(gateway.pace.date())
        var usage: [ModelName: Usage] = [:]
        for line in gateway.ledger?.lines() ?? [] where DayAccount.day(line.time) == today {
            usage[line.model, default: Usage()].requests += line.cached > 0 ? 0 : 1
            usage[line.model, default: Usage()].cached += line.cached
            usage[line.model, default: Usage()].tokens =
                usage[line.model, default: Usage()].tokens + line.tokens
            usage[line.model, default: Usage()].cost += line.cost
        }
        return usage.sorted { $0.key < $1.key }
    }

    /// `llm_cache()`: the answers that are kept, without their questions.
    var cacheTable: TableFunction {
        TableFunction(
            name: "llm_cache",
            columns: [
                ("key", .varchar), ("provider", .varchar), ("model", .varchar),
                ("kind", .varchar), ("answer", .varchar), ("bytes", .bigint),
                ("prompt_tokens", .bigint), ("completion_tokens", .bigint),
                ("created_at", .timestampTZ),
            ]
        ) {
            self.gateway.cache.records().map { record in
                let text = record.answer.text
                return [
                    .string(record.key.text), .string(record.model.provider),
                    .string(record.model.model), .string(text == nil ? "vector" : "text"),
                    text.map { .string($0) } ?? .null,
                    .int(Int64(text?.utf8.count ?? (record.answer.vector?.count ?? 0) * 4)),
                    .int(Int64(record.tokens.prompt)), .int(Int64(record.tokens.completion)),
                    .timestamptz(Timestamp(record.time)),
                ]
            }
        }
    }

    /// `llm_failures()`: the questions of this run that got no answer.
    var failuresTable: TableFunction {
        TableFunction(
            name: "llm_failures",
            columns: [
                ("provider", .varchar), ("model", .varchar), ("code", .varchar),
                ("message", .varchar),
            ]
        ) {
            self.run.failures.map { failure in
                [
                    .string(failure.model.provider), .string(failure.model.model),
                    .string(failure.error.code.rawValue), .string(failure.error.message),
                ]
            }
        }
    }
}
