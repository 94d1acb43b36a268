import JSON

/// The schemas that bodies are checked against and that OpenAPI shows, compiled once.
struct Schemas: Sendable {
    let all: JSON.Object
    private let compiled: [String: JSON.Schema]

    init(_ all: JSON.Object) throws(JSON.SchemaError) {
        self.all = all
        // In a schema by itself, others lie in `$defs`; in OpenAPI, among the components.
        let definitions = Self.relocated(.object(all))
        var compiled: [String: JSON.Schema] = [:]
        for name in all.keys {
            compiled[name] = try JSON.Schema([
                "$ref": .string("#/$defs/" + name), "$defs": definitions,
            ])
        }
        self.compiled = compiled
    }

    func violations(of json: JSON, _ name: String) -> [JSON.SchemaViolation] {
        compiled[name]?.violations(of: json) ?? []
    }

    /// Whether nothing of it is required.
    func acceptsNothing(_ name: String) -> Bool { violations(of: [:], name).isEmpty }

    static func reference(_ name: String) -> JSON {
        ["$ref": .string("#/components/schemas/" + name)]
    }

    private static func relocated(_ json: JSON) -> JSON {
        switch json {
        case .object(let object):
            .object(
                JSON.Object(
                    object.entries.map { entry in
                        guard entry.key == "$ref", let target = entry.value.string else {
                            return (entry.key, relocated(entry.value))
                        }
                        return (
                            entry.key,
                            .string(target.replacing("#/components/schemas/", with: "#/$defs/"))
                        )
                    }))
        case .array(let items): .array(items.map(relocated))
        default: json
        }
    }
}
