import Foundation
import JSON
import MCP
import Memory

extension ToolContext {
    func rememberTool() throws -> Tool {
        try Tool(
            "remember", title: "Remember",
            description: """
                Keep something worth knowing later: a fact, a decision, a preference, an event, in \
                the words it was said. When this returns, it is on disk and can be recalled. Do not \
                repeat what recall returned.
                """,
            input: ToolSchema.object(
                [
                    "content": ToolSchema.text(
                        "What to keep, in whole sentences that stand by themselves",
                        maximum: 200_000),
                    "speaker": ToolSchema.text("Who said it, by name"),
                    "role": ToolSchema.choice(
                        ["user", "assistant", "system", "tool"],
                        "Who speaks: user when the person said it, assistant when you did"),
                    "session": ToolSchema.text("The talk or task it belongs to"),
                    "occurred_at": ToolSchema.text(
                        "When it happened, if not now; \(ToolSchema.time)", maximum: 64),
                    "tags": ToolSchema.texts("Words to find it by"),
                ], required: ["content"]),
            output: ToolSchema.object(
                [
                    "namespace": ToolSchema.namespace, "id": ["type": "string"],
                    "outcome": [
                        "type": "string",
                        "description": "stored; known: kept before; echo: counted as a repetition",
                    ],
                ], required: ["namespace", "id", "outcome"]),
            hints: .init(readOnly: false)
        ) { arguments in
            var draft = MemoryDraft(
                namespace: namespace, content: arguments["content"]?.string ?? "",
                time: try moment("occurred_at", of: arguments).map { .stated($0) } ?? .now)
            draft.speaker = arguments["speaker"]?.string
            draft.role = arguments["role"]?.string
            draft.sessionID = arguments["session"]?.string
            draft.tags = arguments["tags"]?.array?.compactMap(\.string) ?? []
            let whole = draft
            let told = try await withMemories { try await $0.remember([whole]) }
            guard let first = told.first else {
                throw MemoryError(.storage, "nothing was kept, and no reason is known")
            }
            return [
                "namespace": .string(namespace),
                "id": .string(first.id.uuidString.lowercased()),
                "outcome": .string(first.outcome.rawValue),
            ]
        }
    }
}
