import Arguments
import Foundation
import JSON
import LanguageModels

/// `health llm`: what `llm health` is, beside the other checks.
enum HealthModelsCommand: Command {
    static let spec = ModelHealthCommand.specification("llm", call: "health llm")

    static func run(_ invocation: Invocation) throws -> Int32 {
        try ModelHealthCommand.run(invocation)
    }
}

/// `llm health`: asks every server how it is.
enum ModelHealthCommand: Command {
    static let spec = specification("health", call: "llm health")

    static func specification(_ name: String, call: String) -> CommandSpec {
        CommandSpec(
            name, abstract: "Ask every server of language models how it is",
            discussion: """
                Each is asked for its list of models, for one short answer, one with a schema and \
                one vector. Exit code 1 where one of them is not well.
                """,
            examples: [
                Example("dormouse \(call)", "a line for each question"),
                Example("dormouse \(call) --json", "for a program"),
            ],
            options: [
                .value(
                    "timeout", "SECONDS", .number(0.1...3600), default: "60",
                    help: "how long to wait for each answer")
            ])
    }

    static func run(_ invocation: Invocation) throws -> Int32 {
        let seconds = invocation.command.number("timeout", default: 60)
        let gateway = try invocation.languageModels().gateway
        let providers = gateway.health(timeout: .milliseconds(Int(seconds * 1000)))
        if invocation.wantsJSON {
            invocation.console.print(json: json(providers, gateway))
        } else {
            print(providers, gateway, on: invocation.console)
        }
        return providers.allSatisfy(\.isWell) ? 0 : 1
    }

    private static func print(
        _ providers: [ProviderHealth], _ gateway: Gateway, on console: Console
    ) {
        func line(_ label: String, _ value: String, _ style: Style? = nil) {
            let padded = label.padding(toLength: 16, withPad: " ", startingAt: 0)
            console.print("  \(padded, .dim)" + TerminalText(singleLine(value), style))
        }
        if providers.isEmpty {
            console.print("no language model is configured; all of Dormouse works without one.")
            console.print("Set OLLAMA_URL and OLLAMA_MODEL, or see docs/language-models.md.")
        }
        for health in providers {
            console.print("\(health.name, .bold)  \(health.kind.rawValue) at \(health.url)")
            line("state", health.isWell ? "well" : "not well", health.isWell ? .green : .red)
            if let fault = health.fault { line("because", fault.message) }
            if let latency = health.latency { line("latency", durationText(latency)) }
            if let model = health.model {
                line("model", model + (health.hasModel == false ? " (missing)" : ""))
            }
            if let rate = health.tokensPerSecond { line("tokens/s", decimal(rate, places: 1)) }
            if let enforces = health.enforcesSchemas {
                line("schemas", enforces ? "kept by the server" : "checked here only")
            }
            if let model = health.embeddingModel {
                let size = health.dimensions.map { ", \($0) numbers" } ?? ""
                line(
                    "embedding",
                    model + size
                        + (health.hasEmbeddingModel == false ? " (missing)" : ""))
            }
            if let remedy = health.remedy { line("to get it", remedy, .yellow) }
            line("breaker", health.breaker)
        }
        let cache = gateway.cacheSize
        console.print("\("all providers", .bold)")
        line("cache", "\(grouped(cache.answers)) answers, \(bytesText(cache.bytes))")
        if let rate = gateway.hitRate {
            line("cache hits", "\(percent(rate)) of the last 7 days' questions")
        }
        line("left today", budgetText(gateway.leftToday))
        line("left in a run", budgetText(gateway.configuration.runBudget))
    }

    private static func budgetText(_ budget: Budget) -> String {
        let parts = [
            budget.tokens.map { "\(grouped($0)) tokens" }, budget.cost.map { costText($0) },
        ].compactMap(\.self)
        return parts.isEmpty ? "not limited" : parts.joined(separator: ", ")
    }

    static func json(_ providers: [ProviderHealth], _ gateway: Gateway) -> JSON {
        let cache = gateway.cacheSize
        let left = gateway.leftToday
        return [
            "providers": .array(
                providers.map { health in
                    [
                        "name": .string(health.name), "kind": .string(health.kind.rawValue),
                        "url": .string(health.url), "well": .bool(health.isWell),
                        "fault": JSON(health.fault?.message),
                        "latency_seconds": JSON(health.latency.map { $0 / .seconds(1) }),
                        "model": JSON(health.model),
                        "model_present": health.hasModel.map { .bool($0) } ?? .null,
                        "embedding_model": JSON(health.embeddingModel),
                        "embedding_model_present": health.hasEmbeddingModel.map { .bool($0) }
                            ?? .null, "remedy": JSON(health.remedy),
                        "tokens_per_second": JSON(health.tokensPerSecond),
                        "keeps_schemas": health.enforcesSchemas.map { .bool($0) } ?? .null,
                        "dimensions": JSON(health.dimensions), "breaker": .string(health.breaker),
                    ]
                }),
            "cache": [
                "answers": .int(cache.answers), "bytes": .int(cache.bytes),
                "hit_rate": JSON(gateway.hitRate),
            ],
            "left_today": ["tokens": JSON(left.tokens), "cost": JSON(left.cost)],
        ]
    }
}
