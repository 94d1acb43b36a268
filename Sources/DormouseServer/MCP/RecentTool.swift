import Foundation
import JSON
import MCP
import Memory
import Wire

extension ToolContext {
    func recentTool() throws -> Tool {
        try Tool(
            "recent", title: "Recent",
            description: """
                List memories by when they were told, the last first: what was going on lately, or \
                all of a day, a talk or a tag. Use recall to find what answers a question.
                """,
            input: ToolSchema.object(
                ToolSchema.filters.adding([
                    "limit": ToolSchema.number(1...100, "Memories at most; 20"),
                    "cursor": ToolSchema.text(
                        "next of the reply before, to go on where it ended", maximum: 256),
                ])),
            output: ToolSchema.object(
                [
                    "namespace": ToolSchema.namespace, "notice": ["type": "string"],
                    "memories": ["type": "array", "items": ToolSchema.memory],
                    "next": [
                        "type": ["string", "null"],
                        "description": "Give it as cursor to see more; null: nothing follows",
                    ],
                ], required: ["namespace", "notice", "memories", "next"]),
            hints: .init(readOnly: true)
        ) { arguments in
            var listing = MemoryListing(namespace: namespace)
            listing.filter = try filter(arguments)
            listing.order = .told
            listing.limit = arguments["limit"]?.int ?? 20
            listing.after = try cursor(arguments)
            let whole = listing
            var (page, marks) = try await withMemories { memories in
                try await memories.run {
                    (try $0.list(whole), try $0.store.marks(namespace: whole.namespace))
                }
            }
            var budget = ReplyBudget()
            var taken: [JSON] = []
            for memory in page.memories {
                guard var object = budget.take(memory) else { break }
                object["superseded_by"] = marks.corrections[memory.id].map {
                    .string($0.by.uuidString.lowercased())
                }
                taken.append(.object(object))
            }
            // What there was no room for is on the next page.
            page.cut(after: taken.count, of: whole)
            return [
                "namespace": .string(namespace), "notice": .string(ToolSchema.notice),
                "memories": .array(taken), "next": JSON(page.next?.text),
            ]
        }
    }

    /// Which memories are wanted.
    func filter(_ arguments: JSON.Object) throws(MemoryError) -> MemoryFilter {
        var object = arguments
        object["session_id"] = arguments["session"]
        return try MemoryFilter(json: .object(object), parser: parser)
    }

    /// - Throws: `invalidInput` for a text that is no cursor.
    func cursor(_ arguments: JSON.Object) throws(MemoryError) -> PageCursor? {
        guard let text = arguments["cursor"]?.string else { return nil }
        guard let cursor = PageCursor(text) else {
            throw MemoryError(
                .invalidInput, "cursor: this is not a cursor; give next of the reply before")
        }
        return cursor
    }
}
