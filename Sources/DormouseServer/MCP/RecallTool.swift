import Foundation
import JSON
import MCP
import Memory
import Wire

extension ToolContext {
    func recallTool() throws -> Tool {
        try Tool(
            "recall", title: "Recall",
            description: """
                Find what is known about a question: memories with who said them and when, the best \
                first, and what is currently true where that is known. Ask in a whole sentence. \
                likelihood says how probably the answer is among the results; low means it is \
                probably not known.
                """,
            input: ToolSchema.object(
                ToolSchema.filters.adding([
                    "question": ToolSchema.text("A question or a topic", maximum: 4000),
                    "limit": ToolSchema.number(1...50, "Memories at most; 10"),
                    "as_of": ToolSchema.text(
                        "Answer as if it were then; \(ToolSchema.time)", maximum: 64),
                ]), required: ["question"]),
            output: ToolSchema.object(
                [
                    "namespace": ToolSchema.namespace, "notice": ["type": "string"],
                    "question": ["type": "string"],
                    "likelihood": ["type": "number", "minimum": 0, "maximum": 1],
                    "known": ["type": "array", "items": ["type": "object"]],
                    "results": ["type": "array", "items": ToolSchema.memory],
                    "left_out": ["type": "integer", "minimum": 0],
                    "notes": ["type": "array", "items": ["type": "string"]],
                ], required: ["namespace", "notice", "question", "likelihood", "results"]),
            hints: .init(readOnly: true)
        ) { arguments in
            let question = arguments["question"]?.string ?? ""
            let options = try options(arguments)
            let answer = try await withMemories {
                try await $0.recall(question, options: options)
            }
            var budget = ReplyBudget()
            var results: [JSON] = []
            for (place, result) in answer.results.enumerated() {
                guard var object = budget.take(result.memory) else { break }
                object["rank"] = .int(place + 1)
                object["superseded_by"] = result.supersededBy.map {
                    .string($0.uuidString.lowercased())
                }
                object["times_said"] = result.saying.map { .int($0.times) }
                object["score"] = .double((result.score * 1000).rounded() / 1000)
                let strongest = result.reasons.sorted { $0.weight > $1.weight }.prefix(3)
                object["why"] = JSON(strongest.map(\.text))
                results.append(.object(object))
            }
            return [
                "namespace": .string(namespace), "notice": .string(ToolSchema.notice),
                "question": .string(question),
                "likelihood": .double((answer.likelihood * 1000).rounded() / 1000),
                "known": .array(answer.knowledge.map(\.json)), "results": .array(results),
                "left_out": .int(answer.results.count - results.count),
                "notes": JSON(answer.notes),
            ]
        }
    }

    func contextTool() throws -> Tool {
        try Tool(
            "context", title: "Context",
            description: """
                One block of text with what is known about a task, ready to read before you begin \
                it, within a budget of tokens. Use recall for a single question.
                """,
            input: ToolSchema.object(
                [
                    "task": ToolSchema.text("What you are about to do", maximum: 4000),
                    "budget": ToolSchema.number(100...16_000, "Tokens at most; 2000"),
                ], required: ["task"]),
            output: ToolSchema.object(
                [
                    "namespace": ToolSchema.namespace, "text": ["type": "string"],
                    "tokens": ["type": "integer"],
                    "memories": ["type": "array", "items": ["type": "string"]],
                    "left": ["type": "integer", "minimum": 0],
                ], required: ["namespace", "text", "tokens", "memories"]),
            hints: .init(readOnly: true)
        ) { arguments in
            var options = RecallOptions(namespace: namespace)
            options.limit = 40
            let (task, whole) = (arguments["task"]?.string ?? "", options)
            let answer = try await withMemories { try await $0.recall(task, options: whole) }
            let block = ContextBlock(
                answer, namespace: namespace, tokenBudget: arguments["budget"]?.int ?? 2000)
            var object = block.json.object ?? [:]
            object["namespace"] = .string(namespace)
            return object
        }
    }

    private func options(_ arguments: JSON.Object) throws(MemoryError) -> RecallOptions {
        var options = RecallOptions(namespace: namespace)
        options.limit = arguments["limit"]?.int ?? 10
        options.asOf = try moment("as_of", of: arguments)
        options.filter = try filter(arguments)
        return options
    }
}

extension JSON.Object {
    /// This with the keys of another added.
    func adding(_ other: JSON.Object) -> JSON.Object {
        var all = self
        for entry in other.entries { all[entry.key] = entry.value }
        return all
    }
}
