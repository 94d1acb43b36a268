import JSON
import Memory

extension WireSchema {
    static var requests: JSON.Object {
        [
            "NewMemory": newMemory,
            "NewMemories": object(
                required: ["memories"],
                [
                    "memories": [
                        "type": "array", "minItems": 1, "maxItems": 1000,
                        "items": reference("NewMemory"),
                    ]
                ]),
            "RecallRequest": object(required: ["question"], .object(question)),
            "ContextRequest": object(
                required: ["question"],
                .object(
                    question.merging([
                        "token_budget": [
                            "type": "integer", "minimum": 50, "maximum": 100_000,
                            "default": 1500,
                            "description": "How long the text may be, in tokens (an estimate).",
                        ]
                    ]))),
            "SleepRequest": object([
                "stage": [
                    "type": "string", "enum": JSON(SleepStage.allCases.map(\.rawValue)),
                    "description": "How far to go; by default through all stages.",
                ],
                "as_of": time("What the clock says; by default now."),
                "asks_model": [
                    "type": "boolean", "default": true,
                    "description": "Whether a language model is asked, where one is configured.",
                ],
            ]),
        ]
    }

    private static var newMemory: JSON {
        object(
            required: ["content"],
            [
                "content": [
                    "type": "string", "minLength": 1,
                    "description": .string(
                        "What to keep, word for word; at most \(Limits.maximumContentBytes) bytes."),
                ],
                "occurred_at": time("When it happened; by default now."),
                "session_id": text("The talk or task it belongs to.", maximum: name),
                "role": text("Who speaks: user, assistant, system, tool.", maximum: name),
                "speaker": text("Who speaks, by name.", maximum: name),
                "context": text("Where and how it was said."),
                "tags": [
                    "type": "array", "maxItems": .int(Limits.maximumTags),
                    "items": ["type": "string", "minLength": 1, "maxLength": .int(name)],
                ],
                "metadata": [
                    "type": "object", "additionalProperties": true,
                    "description": "Anything else, as an object.",
                ],
            ])
    }

    private static let name = Limits.maximumNameBytes

    private static var question: JSON.Object {
        [
            "question": ["type": "string", "minLength": 1, "maxLength": 100_000],
            "limit": [
                "type": "integer", "minimum": 1, "maximum": 1000, "default": 10,
                "description": "How many memories at most.",
            ],
            "as_of": time("As if it were then: only what had happened by this moment."),
            "since": time("Only memories that happened at this moment or later."),
            "until": time("Only memories that happened before this moment."),
            "explain": [
                "type": "boolean", "default": false,
                "description": "Whether each memory comes with its reasons.",
            ],
        ]
    }
}

extension JSON.Object {
    fileprivate func merging(_ more: JSON.Object) -> JSON.Object {
        var merged = self
        for entry in more.entries { merged[entry.key] = entry.value }
        return merged
    }
}
