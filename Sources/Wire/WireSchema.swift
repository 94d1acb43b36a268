public import JSON

/// JSON Schemas of what goes over the wire, by name: for OpenAPI and for the tools of MCP.
///
/// They refer to each other as `#/components/schemas/NAME`.
public enum WireSchema {
    /// Those that requests and answers of memories are made of.
    public static var all: JSON.Object {
        var all: JSON.Object = [:]
        for schemas in [requests, answers, lists] {
            for entry in schemas.entries { all[entry.key] = entry.value }
        }
        for example in examples.entries {
            var schema = all[example.key]?.object ?? [:]
            schema["examples"] = [example.value]
            all[example.key] = .object(schema)
        }
        return all
    }

    static func reference(_ name: String) -> JSON {
        ["$ref": .string("#/components/schemas/" + name)]
    }

    /// An object whose every key is named.
    static func object(required: [String] = [], _ properties: JSON) -> JSON {
        [
            "type": "object", "additionalProperties": false, "required": JSON(required),
            "properties": properties,
        ]
    }

    /// No SQL text can keep a NUL.
    static let withoutNUL: JSON = "^[^\\u0000]*$"

    /// A text of a request: there every text is checked.
    static func input(_ help: String, maximum: Int) -> JSON {
        var schema = text(help, maximum: maximum).object ?? [:]
        schema["pattern"] = withoutNUL
        return .object(schema)
    }

    static func text(_ help: String, maximum: Int? = nil) -> JSON {
        var schema: JSON.Object = ["type": "string", "description": .string(help)]
        schema["maxLength"] = maximum.map(JSON.int)
        return .object(schema)
    }

    static func time(_ help: String) -> JSON {
        ["type": "string", "format": "date-time", "description": .string(help)]
    }

    static func id(_ help: String) -> JSON {
        ["type": "string", "format": "uuid", "description": .string(help)]
    }

    static func count(_ help: String) -> JSON {
        ["type": "integer", "minimum": 0, "description": .string(help)]
    }

    static func list(_ items: JSON, _ help: String) -> JSON {
        ["type": "array", "items": items, "description": .string(help)]
    }
}
