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
            "Correction": object(
                required: ["content"],
                [
                    "content": [
                        "type": "string", "minLength": 1, "pattern": withoutNUL,
                        "description": "How it is instead.",
                    ],
                    "occurred_at": time("When it happened; by default now."),
                    "speaker": input(
                        "Who says so; by default who said the old one.", maximum: name),
                ]),
            "Tags": object(
                required: ["tags"],
                [
                    "tags": [
                        "type": "array", "minItems": 1, "maxItems": .int(Limits.maximumTags),
                        "items": [
                            "type": "string", "minLength": 1, "maxLength": .int(name),
                            "pattern": withoutNUL,
                        ],
                    ]
                ]),
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
                    "type": "string", "minLength": 1, "pattern": withoutNUL,
                    "description": .string(
                        "What to keep, word for word; at most \(Limits.maximumContentBytes) bytes."),
                ],
                "occurred_at": time("When it happened; by default now."),
                "session_id": input("The talk or task it belongs to.", maximum: name),
                "role": input("Who speaks: user, assistant, system, tool.", maximum: name),
                "speaker": input("Who speaks, by name.", maximum: name),
                "context": input(
                    "Where and how it was said.", maximum: Limits.maximumMetadataBytes / 4),
                "tags": [
                    "type": "array", "maxItems": .int(Limits.maximumTags),
                    "items": [
                        "type": "string", "minLength": 1, "maxLength": .int(name),
                        "pattern": withoutNUL,
                    ],
                ],
                "metadata": [
                    "type": "object", "additionalProperties": true,
                    "description": "Anything else, as an object.",
                ],
            ])
    }

    /// A character has up to four bytes.
    private static let name = Limits.maximumNameBytes / 4

    private static var question: JSON.Object {
        [
            "question": [
                "type": "string", "minLength": 1, "pattern": withoutNUL,
            ],
            "limit": [
                "type": "integer", "minimum": 1, "maximum": 1000, "default": 10,
                "description": "How many memories at most.",
            ],
            "as_of": time("As if it were then: only what had happened by this moment."),
            "since": time("Only memories that happened at this moment or later."),
            "until": time(
                "Only memories that happened before this moment; a day, month or year counts as a whole."
            ),
            "tags": [
                "type": "array", "maxItems": 64,
                "items": [
                    "type": "string", "minLength": 1, "maxLength": .int(name),
                    "pattern": withoutNUL,
                ],
                "description":
                    "Only memories with each of these tags, or one below it: home stands for home/garden, too.",
            ],
            "session_id": input("Only memories of this talk or task.", maximum: name),
            "speaker": input("Only memories said by this one, in either case.", maximum: name),
            "metadata": [
                "type": "object", "maxProperties": 64,
                "additionalProperties": [
                    "type": ["string", "number", "boolean"], "pattern": withoutNUL,
                ],
                "description": "Only memories with each of these in their metadata, at its top.",
            ],
            "all": [
                "type": "boolean", "default": false,
                "description": "Whether each of several memories that say the same is a result.",
            ],
            "max_chars": [
                "type": "integer", "minimum": 1, "maximum": 16_777_216,
                "description":
                    "How much of a long memory comes: the part that fits best. By default all.",
            ],
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
