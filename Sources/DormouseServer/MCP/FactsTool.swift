import JSON
import MCP
import Memory
import Wire

extension ToolContext {
    func factsTool() throws -> Tool {
        try Tool(
            "facts", title: "Facts",
            description: """
                List what is known as facts (who, relation, value) with the time each holds and the \
                memory that says it: about one subject, or about all. Facts are made when the memory \
                sleeps: what was told since is found by recall.
                """,
            input: ToolSchema.object([
                "subject": ToolSchema.text("Who or what, as it is named: Ada"),
                "predicate": ToolSchema.text("Which relation: lives_in"),
                "as_of": ToolSchema.text("What held then; \(ToolSchema.time)", maximum: 64),
                "past": [
                    "type": "boolean", "description": "Whether those that hold no longer come, too",
                ],
                "limit": ToolSchema.number(1...100, "Facts at most; 30"),
                "cursor": ToolSchema.text(
                    "next of the reply before, to go on where it ended", maximum: 256),
            ]),
            output: ToolSchema.object(
                [
                    "namespace": ToolSchema.namespace, "notice": ["type": "string"],
                    "facts": ["type": "array", "items": Self.fact],
                    "next": [
                        "type": ["string", "null"],
                        "description": "Give it as cursor to see more; null: nothing follows",
                    ],
                ], required: ["namespace", "notice", "facts", "next"]),
            hints: .init(readOnly: true)
        ) { arguments in
            var listing = FactListing(namespace: namespace)
            listing.subject = arguments["subject"]?.string
            listing.predicate = arguments["predicate"]?.string
            listing.asOf = try moment("as_of", of: arguments)
            listing.includesPast = arguments["past"]?.bool ?? false
            listing.limit = arguments["limit"]?.int ?? 30
            listing.after = try cursor(arguments)
            let whole = listing
            var page = try await withMemories { memories in
                try await memories.run { try $0.list(whole) }
            }
            // Facts are short: a value has at most 60 characters, a sentence 600.
            var room = 24_000
            let fitting = page.facts.prefix { fact in
                room -= fact.sentence.count + fact.subject.count + fact.value.count + 200
                return room > 0
            }
            page.cut(after: max(1, fitting.count), of: whole)
            return [
                "namespace": .string(namespace), "notice": .string(ToolSchema.notice),
                "facts": .array(page.facts.map(\.json)), "next": JSON(page.next?.text),
            ]
        }
    }

    private static let fact = ToolSchema.object(
        [
            "id": ["type": "string"], "subject": ["type": "string"],
            "predicate": ["type": "string"], "value": ["type": "string"],
            "valid_from": ["type": "string"], "valid_to": ["type": ["string", "null"]],
            "times_said": ["type": "integer"], "memory_id": ["type": "string"],
            "sentence": ["type": "string", "description": "The words it was read from"],
        ],
        required: ["subject", "predicate", "value", "valid_from", "valid_to", "memory_id"],
        isOpen: true)
}
