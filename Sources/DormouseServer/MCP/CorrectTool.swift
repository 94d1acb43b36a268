import Foundation
import JSON
import MCP
import Memory

extension ToolContext {
    func correctTool() throws -> Tool {
        try Tool(
            "correct", title: "Correct",
            description: """
                Say how it is instead, when a memory is wrong or has changed: a new memory \
                supersedes the old one, which stays as history and is no longer ranked first. Give \
                the whole new sentence, not the difference.
                """,
            input: ToolSchema.object(
                [
                    "id": ToolSchema.text("The memory's id, as recall and recent return it"),
                    "content": ToolSchema.text(
                        "How it is, in whole sentences that stand by themselves",
                        maximum: 200_000),
                    "speaker": ToolSchema.text("Who says so; by default who said the old one"),
                    "occurred_at": ToolSchema.text(
                        "When it happened, if not now; \(ToolSchema.time)", maximum: 64),
                ], required: ["id", "content"]),
            output: ToolSchema.object(
                [
                    "namespace": ToolSchema.namespace, "id": ["type": "string"],
                    "outcome": ["type": "string"],
                    "supersedes": ["type": "string", "description": "The old memory's id"],
                ], required: ["namespace", "id", "outcome", "supersedes"]),
            hints: .init(readOnly: false)
        ) { arguments in
            let old = try await memory(arguments)
            let time = try moment("occurred_at", of: arguments)
            let content = arguments["content"]?.string ?? ""
            let speaker = arguments["speaker"]?.string
            let told = try await withMemories {
                try await $0.correct(
                    old, with: content, time: time.map { .stated($0) } ?? .now, speaker: speaker)
            }
            return [
                "namespace": .string(namespace),
                "id": .string(told.id.uuidString.lowercased()),
                "outcome": .string(told.outcome.rawValue),
                "supersedes": .string(old.id.uuidString.lowercased()),
            ]
        }
    }
}
