import Foundation
import JSON
import MCP
import Memory
import Wire

/// The tools of the larger profile: looking after what is kept.
extension ToolContext {
    func caretakerTools() throws -> [Tool] {
        try [showTool(), rememberManyTool(), statisticsTool(), sleepTool()]
    }

    private func showTool() throws -> Tool {
        try Tool(
            "show", title: "Show a memory",
            description: "One memory, word for word, and what sleep has made of it.",
            input: ToolSchema.object(
                ["id": ToolSchema.text("The memory's id, as recall and recent return it")],
                required: ["id"]),
            output: ToolSchema.object(
                [
                    "namespace": ToolSchema.namespace, "notice": ["type": "string"],
                    "memory": ToolSchema.memory,
                    "traces": [
                        "type": "array",
                        "items": [
                            "type": "object", "required": ["name", "text"],
                            "properties": [
                                "name": ["type": "string"], "text": ["type": "string"],
                            ],
                        ],
                    ],
                ], required: ["namespace", "notice", "memory", "traces"]),
            hints: .init(readOnly: true)
        ) { arguments in
            let memory = try await memory(arguments)
            let traces = try await withMemories { try await $0.traces(of: memory) }
            var budget = ReplyBudget()
            return [
                "namespace": .string(namespace), "notice": .string(ToolSchema.notice),
                "memory": budget.take(memory).map { .object($0) } ?? .null,
                "traces": .array(
                    traces.prefix(50).map {
                        ["name": .string($0.name), "text": .string(String($0.text.prefix(400)))]
                    }),
            ]
        }
    }

    private func rememberManyTool() throws -> Tool {
        try Tool(
            "remember_many", title: "Remember many",
            description: """
                Keep up to 100 things at once, all or none of them, each in whole sentences that \
                stand by themselves. When this returns, they are on disk.
                """,
            input: ToolSchema.object(
                [
                    "contents": [
                        "type": "array", "minItems": 1, "maxItems": 100,
                        "description": "Each a memory of its own",
                        "items": ToolSchema.text("What to keep", maximum: 20_000),
                    ],
                    "speaker": ToolSchema.text("Who said them, by name"),
                    "session": ToolSchema.text("The talk or task they belong to"),
                    "tags": ToolSchema.texts("Words to find them by"),
                ], required: ["contents"]),
            output: ToolSchema.object(
                [
                    "namespace": ToolSchema.namespace,
                    "memories": [
                        "type": "array",
                        "items": [
                            "type": "object", "required": ["id", "outcome"],
                            "properties": [
                                "id": ["type": "string"], "outcome": ["type": "string"],
                            ],
                        ],
                    ],
                ], required: ["namespace", "memories"]),
            hints: .init(readOnly: false)
        ) { arguments in
            let drafts = (arguments["contents"]?.array ?? []).map { content in
                var draft = MemoryDraft(
                    namespace: namespace, content: content.string ?? "", time: .now)
                draft.speaker = arguments["speaker"]?.string
                draft.sessionID = arguments["session"]?.string
                draft.tags = arguments["tags"]?.array?.compactMap(\.string) ?? []
                return draft
            }
            let told = try await withMemories { try await $0.remember(drafts) }
            return [
                "namespace": .string(namespace),
                "memories": .array(
                    told.map {
                        [
                            "id": .string($0.id.uuidString.lowercased()),
                            "outcome": .string($0.outcome.rawValue),
                        ]
                    }),
            ]
        }
    }

    private func statisticsTool() throws -> Tool {
        try Tool(
            "statistics", title: "Statistics",
            description: "How much is kept, since when, of how many speakers and talks.",
            input: ToolSchema.object([:]),
            output: ToolSchema.object(
                ["namespace": ToolSchema.namespace, "memories": ["type": "integer"]],
                required: ["namespace", "memories"], isOpen: true),
            hints: .init(readOnly: true)
        ) { _ in
            let statistics = try await withMemories {
                try await $0.statistics(namespace: namespace)
            }
            var object = statistics.json(home: nil).object ?? [:]
            // Where the store lies is not the model's business.
            object["kept_in"] = nil
            object["bytes"] = nil
            object["namespace"] = .string(namespace)
            return object
        }
    }

    private func sleepTool() throws -> Tool {
        try Tool(
            "sleep", title: "Sleep",
            description: """
                Consolidate what is new, now. Takes from seconds to minutes; it also happens by \
                itself where the person has set a time for it.
                """,
            input: ToolSchema.object([:]),
            output: ToolSchema.object(
                [
                    "namespace": ToolSchema.namespace, "cycles": ["type": "integer"],
                    "new_memories": ["type": "integer"],
                ], required: ["namespace", "cycles", "new_memories"]),
            hints: .init(readOnly: false)
        ) { _ in
            let report = try await withMemories { try await $0.sleep(SleepRequest()) }
            return [
                "namespace": .string(namespace), "cycles": .int(report.lastCycle),
                "new_memories": .int(report.newMemories),
            ]
        }
    }
}
