import JSON
import MCP
import Memory

extension ToolContext {
    func forgetTool() throws -> Tool {
        try Tool(
            "forget", title: "Forget",
            description: """
                Erase a memory for good, with every trace of it. Only when the person asked for it: \
                what is no longer true is corrected, not forgotten.
                """,
            input: ToolSchema.object(
                ["id": ToolSchema.text("The memory's id, as recall and recent return it")],
                required: ["id"]),
            output: ToolSchema.object(
                [
                    "namespace": ToolSchema.namespace, "receipt_id": ["type": "string"],
                    "memory_id": ["type": "string"], "erased_at": ["type": "string"],
                ], required: ["namespace", "receipt_id", "memory_id", "erased_at"], isOpen: true),
            hints: .init(readOnly: false, destructive: true, idempotent: true)
        ) { arguments in
            let memory = try await memory(arguments)
            let receipt = try await withMemories { try await $0.forget(memory) }
            return receipt.json.object ?? [:]
        }
    }

    func sleepStatusTool() throws -> Tool {
        try Tool(
            "sleep_status", title: "Sleep status",
            description: """
                How many memories are kept, how many nights they were slept on, and what is not \
                found by meaning yet.
                """,
            input: ToolSchema.object([:]),
            output: ToolSchema.object(
                [
                    "namespace": ToolSchema.namespace, "memories": ["type": "integer"],
                    "without_embedding": ["type": "integer"], "cycles": ["type": "integer"],
                ], required: ["namespace", "memories", "without_embedding", "cycles"],
                isOpen: true),
            hints: .init(readOnly: true)
        ) { _ in
            let statistics = try await withMemories {
                try await $0.statistics(namespace: namespace)
            }
            var derived: JSON.Object = [:]
            for entry in statistics.derived { derived[entry.name] = .int(entry.rows) }
            return [
                "namespace": .string(namespace), "memories": .int(statistics.store.memories),
                "without_embedding": .int(statistics.store.withoutEmbedding),
                "cycles": .int(statistics.cycles), "derived": .object(derived),
            ]
        }
    }
}
