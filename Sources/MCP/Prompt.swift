import JSON

/// A text that a person picks from a list, with blanks to fill in.
public struct Prompt: Sendable {
    public struct Argument: Sendable {
        var name: String
        var description: String
        var isRequired: Bool

        public init(_ name: String, _ description: String, isRequired: Bool = true) {
            self.name = name
            self.description = description
            self.isRequired = isRequired
        }
    }

    let name: String
    let title: String
    let description: String
    let arguments: [Argument]
    let text: @Sendable ([String: String]) async throws -> String

    public init(
        _ name: String, title: String, description: String, arguments: [Argument] = [],
        text: @escaping @Sendable ([String: String]) async throws -> String
    ) {
        self.name = name
        self.title = title
        self.description = description
        self.arguments = arguments
        self.text = text
    }

    var json: JSON {
        [
            "name": .string(name), "title": .string(title), "description": .string(description),
            "arguments": .array(
                arguments.map {
                    [
                        "name": .string($0.name), "description": .string($0.description),
                        "required": .bool($0.isRequired),
                    ]
                }),
        ]
    }

    func result(of given: JSON.Object) async throws -> JSON.Object {
        var values: [String: String] = [:]
        for entry in given.entries {
            guard arguments.contains(where: { $0.name == entry.key }) else {
                throw RPCError(
                    RPCError.invalidParameters,
                    "the prompt '\(name)' has no argument '\(entry.key)'")
            }
            guard let text = entry.value.string else {
                throw RPCError(
                    RPCError.invalidParameters, "the argument '\(entry.key)' must be a string")
            }
            values[entry.key] = text
        }
        if let missing = arguments.first(where: { $0.isRequired && values[$0.name] == nil }) {
            throw RPCError(
                RPCError.invalidParameters, "the argument '\(missing.name)' is missing")
        }
        return [
            "description": .string(description),
            "messages": [
                [
                    "role": "user",
                    "content": ["type": "text", "text": .string(try await text(values))],
                ]
            ],
        ]
    }
}
