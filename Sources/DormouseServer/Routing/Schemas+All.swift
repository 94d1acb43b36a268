import JSON
import Wire

extension Schemas {
    /// Those of memories, those that only the server has, and those of what was declared.
    static func all(adding declared: JSON.Object = [:]) throws(JSON.SchemaError) -> Schemas {
        var all = WireSchema.all
        for entry in own.entries + declared.entries { all[entry.key] = entry.value }
        return try Schemas(all)
    }

    private static var own: JSON.Object {
        [
            "Problem": [
                "type": "object", "required": ["type", "title", "status", "detail", "code"],
                "properties": [
                    "type": ["type": "string"], "title": ["type": "string"],
                    "status": ["type": "integer"],
                    "detail": ["type": "string", "description": "What is wrong and what to do."],
                    "code": [
                        "type": "string", "enum": JSON(Problem.Kind.allCases.map(\.rawValue)),
                    ],
                    "errors": [
                        "type": "array",
                        "items": [
                            "type": "object", "required": ["place", "reason"],
                            "properties": [
                                "place": ["type": "string"], "reason": ["type": "string"],
                            ],
                        ],
                    ],
                    "request_id": ["type": "string"],
                ],
            ],
            "Document": ["type": "object", "description": "OpenAPI 3.1."],
            "Health": [
                "type": "object", "required": ["status"],
                "properties": ["status": ["type": "string"]],
            ],
            "Version": [
                "type": "object", "required": ["version", "api"],
                "properties": ["version": ["type": "string"], "api": ["type": "string"]],
            ],
            "ManyMemories": ["type": "array", "items": reference("NewMemory")],
            "RememberedList": listed("memories", "Remembered"),
            "Namespaces": listed("namespaces", "Namespace"),
            "Namespace": [
                "type": "object", "required": ["name", "memories"],
                "properties": [
                    "name": ["type": "string"], "memories": ["type": "integer", "minimum": 0],
                ],
            ],
            "Context": [
                "type": "object", "required": ["text", "tokens", "memories", "left"],
                "properties": [
                    "text": ["type": "string"], "tokens": ["type": "integer"],
                    "memories": ["type": "array", "items": ["type": "string", "format": "uuid"]],
                    "left": ["type": "integer"],
                ],
            ],
            "SleepStatus": [
                "type": "object", "required": ["state", "done", "total"],
                "properties": [
                    "state": ["type": "string", "enum": ["idle", "running"]],
                    "done": ["type": "integer"], "total": ["type": "integer"],
                    "started_at": ["type": ["string", "null"]],
                    "last": ["type": ["object", "null"]],
                ],
            ],
            "Verification": [
                "type": "object", "required": ["erased", "faults"],
                "properties": [
                    "erased": ["type": "boolean"],
                    "faults": ["type": "array", "items": ["type": "string"]],
                ],
            ],
        ]
    }

    private static func listed(_ key: String, _ name: String) -> JSON {
        [
            "type": "object", "required": [.string(key)],
            "properties": .object([key: ["type": "array", "items": reference(name)]]),
        ]
    }
}
