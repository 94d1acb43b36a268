import JSON
import Memory

extension WireSchema {
    static var answers: JSON.Object {
        [
            "Memory": open(required: ["id", "namespace", "content", "occurred_at"], memory),
            "Remembered": object(
                required: ["id", "outcome", "namespace"],
                [
                    "id": id("The memory's."),
                    "outcome": [
                        "type": "string", "enum": ["stored", "known", "echo"],
                        "description":
                            "stored: kept, and on disk. known: kept before, word for word. echo: kept as a repetition of what had just been recalled.",
                    ],
                    "namespace": text("Whose memory it is."),
                    "repeats": id("What an echo repeats."),
                    "supersedes": id("What it corrects."),
                ]),
            "RecallAnswer": object(
                required: ["question", "likelihood", "results", "knowledge", "notes"],
                [
                    "question": text("As it was asked."),
                    "namespace": text("Whose memories were asked."),
                    "likelihood": [
                        "type": "number", "minimum": 0, "maximum": 1,
                        "description": "How likely the memories hold an answer at all.",
                    ],
                    "window": [
                        "type": ["object", "null"],
                        "description": "The time the question speaks of.",
                        "properties": [
                            "from": time("From."), "to": time("Up to."),
                            "words": text("Its words."),
                        ],
                    ],
                    "results": list(reference("RecallResult"), "The best first."),
                    "knowledge": list(reference("Knowledge"), "Gists and facts about it."),
                    "notes": list(["type": "string"], "What is worth knowing about the search."),
                ]),
            "RecallResult": open(required: ["id", "content", "rank", "score"], result),
            "Knowledge": open(
                required: ["kind", "text", "sources"],
                [
                    "kind": ["type": "string"], "text": text("What is known."),
                    "sources": list(id("A memory."), "What it was made of."),
                    "said_by": list(["type": "string"], "Whose words it was made of, by name."),
                    "valid_from": nullable(time("Since when it holds.")),
                    "valid_to": nullable(time("When it stopped; null where it still holds.")),
                    "before": nullable(text("What was so before, where only one thing can be.")),
                ]),
            "Receipt": open(
                required: ["receipt_id", "namespace", "memory_id", "erased_at", "digest"],
                [
                    "receipt_id": id("The receipt's."), "namespace": text("Whose it was."),
                    "memory_id": id("The memory that was erased."), "erased_at": time("When."),
                    "digest": text("Proves which text it was, without telling it."),
                    "removed": ["type": "object", "description": "Rows that went, by table."],
                ]),
            "SleepReport": open(
                required: ["last_cycle", "as_of", "new_memories"],
                [
                    "cycle": ["type": ["integer", "null"]],
                    "last_cycle": count("The last there is."),
                    "as_of": time("What the clock said."),
                    "new_memories": count("Staged for the first time."),
                ]),
            "ImportReport": open(
                required: ["read", "stored", "known"],
                [
                    "read": count("Memories the source holds."), "stored": count("New ones."),
                    "known": count("Kept before."),
                ]),
            "Statistics": open(
                required: ["memories", "sessions", "cycles"],
                [
                    "memories": count("Memories."), "sessions": count("Sessions."),
                    "cycles": count("Cycles of sleep that were completed."),
                ]),
        ]
    }

    /// An object that may get more keys in a later version.
    static func open(required: [String], _ properties: JSON) -> JSON {
        ["type": "object", "required": JSON(required), "properties": properties]
    }

    static func nullable(_ schema: JSON) -> JSON { ["anyOf": [schema, ["type": "null"]]] }

    private static var memory: JSON {
        [
            "id": id("Made of what it says, when and where."), "namespace": text("Whose it is."),
            "content": text("Word for word."), "occurred_at": time("When it happened."),
            "recorded_at": time("When it was told."), "role": text("Who spoke, in a chat's sense."),
            "speaker": text("Who spoke, by name."), "session_id": text("The talk or task."),
            "context": text("Where and how."), "tags": list(["type": "string"], "Tags."),
            "metadata": ["type": "object"], "parent_id": id("What it is a part of."),
            "chunk_index": count("Which part it is."), "content_hash": text("SHA-256."),
            "repeats": id("What it only says again."), "supersedes": id("What it corrects."),
            "superseded_by": nullable(id("What corrects it, or says it holds no longer.")),
            "later_tags": list(["type": "string"], "Tags that were given later."),
            "pinned": ["type": "boolean", "description": "Pinned, or let go, later."],
        ]
    }

    private static var result: JSON {
        var properties = memory.object ?? [:]
        properties["rank"] = ["type": "integer", "minimum": 1]
        properties["score"] = ["type": "number"]
        properties["times_said"] = [
            "type": "integer", "minimum": 2,
            "description": "How often it was said, with those that say the same.",
        ]
        properties["reasons"] = list(
            [
                "type": "object",
                "properties": [
                    "kind": ["type": "string"], "weight": ["type": "number"],
                    "text": ["type": "string"],
                ],
            ], "Why it was found.")
        return .object(properties)
    }
}
