public import JSON

/// Something a client's model can call.
public struct Tool: Sendable {
    /// What a client may conclude about a call before it is made.
    public struct Hints: Sendable {
        public let readOnly: Bool
        let destructive: Bool
        let idempotent: Bool

        /// - Parameters:
        ///   - readOnly: changes nothing.
        ///   - destructive: may take something away, not only add.
        ///   - idempotent: called again with the same arguments, does nothing more.
        public init(readOnly: Bool, destructive: Bool = false, idempotent: Bool = false) {
            self.readOnly = readOnly
            self.destructive = destructive
            self.idempotent = idempotent
        }
    }

    public let name: String
    let title: String
    let description: String
    let input: JSON
    let output: JSON
    public let hints: Hints
    let inputSchema: JSON.Schema
    let call: @Sendable (JSON.Object) async throws -> JSON.Object

    /// - Parameters:
    ///   - input: a JSON Schema of an object. Arguments that do not satisfy it never reach `call`.
    ///   - output: a JSON Schema that what `call` returns satisfies.
    ///   - call: its errors are told to the model, so they must say what to do and hold no secret.
    /// - Throws: `JSON.SchemaError` where `input` is no schema.
    public init(
        _ name: String, title: String, description: String, input: JSON, output: JSON,
        hints: Hints, call: @escaping @Sendable (JSON.Object) async throws -> JSON.Object
    ) throws {
        self.name = name
        self.title = title
        self.description = description
        self.input = input
        self.output = output
        self.hints = hints
        self.call = call
        inputSchema = try JSON.Schema(input)
    }

    var json: JSON {
        [
            "name": .string(name), "title": .string(title), "description": .string(description),
            "inputSchema": input, "outputSchema": output,
            "annotations": [
                "title": .string(title), "readOnlyHint": .bool(hints.readOnly),
                "destructiveHint": .bool(hints.destructive),
                "idempotentHint": .bool(hints.idempotent), "openWorldHint": false,
            ],
        ]
    }

    /// Calls it. What goes wrong in it is a result, too: the model that called reads it.
    func result(of arguments: JSON.Object) async -> JSON.Object {
        let violations = inputSchema.violations(of: .object(arguments))
        guard violations.isEmpty else {
            let reasons = violations.prefix(5).map(\.description).joined(separator: "; ")
            return Self.failed("the arguments of \(name) cannot be used: \(reasons)")
        }
        do {
            let answer = JSON.object(try await call(arguments))
            return [
                "content": [["type": "text", "text": .string(answer.text())]],
                "structuredContent": answer, "isError": false,
            ]
        } catch { return Self.failed(String(describing: error)) }
    }

    static func failed(_ reason: String) -> JSON.Object {
        [
            "content": [
                ["type": "text", "text": .string(reason.isEmpty ? "it failed" : reason)]
            ], "isError": true,
        ]
    }
}
