import Foundation

extension JSON {
    /// A JSON Schema (draft 2020-12, the vocabulary that describes data), checked and ready to use.
    ///
    /// Understood: `type` (a name or several), `nullable`, `properties`, `required`,
    /// `additionalProperties`, `minProperties`, `maxProperties`, `items`, `prefixItems`,
    /// `minItems`, `maxItems`, `uniqueItems`, `enum`, `const`, `minimum`, `maximum`,
    /// `exclusiveMinimum`, `exclusiveMaximum`, `multipleOf`, `minLength`, `maxLength`, `pattern`,
    /// `anyOf`, `oneOf`, `allOf`, `not`, `$ref` inside the document, `$defs`, `definitions`. Any
    /// other word that would have to be checked is refused by name; words that only describe
    /// (`title`, `description`, `format`, `default`, `examples`…) are skipped.
    public struct Schema: Sendable {
        let root: Rule
        /// What `$ref` leads to, by its pointer.
        let definitions: [String: Rule]

        /// - Throws: `SchemaError` with the place in the schema.
        public init(_ json: JSON) throws(SchemaError) {
            var compiler = SchemaCompiler(document: json)
            root = try compiler.rule(json, at: "#")
            definitions = try compiler.resolveReferences()
        }
    }

    /// Why a schema cannot be used.
    public struct SchemaError: Error, Sendable, Hashable, CustomStringConvertible {
        /// A JSON pointer into the schema: `#/properties/age`.
        public let place: String
        public let reason: String
        public var description: String { "at \(place): \(reason)" }
    }

    /// What of a value does not satisfy a schema. It does not repeat the value.
    public struct SchemaViolation: Sendable, Hashable, CustomStringConvertible {
        /// A path into the value: `$.people[2].age`.
        public let place: String
        public let reason: String
        public var description: String { "\(place) \(reason)" }
    }
}

extension JSON.Schema {
    /// One schema object, compiled.
    indirect enum Rule: Sendable {
        case always
        case never
        case reference(String)
        case all(Checks)
    }

    /// What one schema object asks for; nil asks for nothing.
    struct Checks: Sendable {
        var types: Set<TypeName>?
        var isNullable = false
        var allowed: [JSON]?
        var properties: [String: Rule] = [:]
        var required: [String] = []
        var otherProperties: Rule?
        var propertyCount: CountRange = .init()
        var firstItems: [Rule] = []
        var items: Rule?
        var itemCount: CountRange = .init()
        var itemsAreUnique = false
        var minimum: Double?
        var maximum: Double?
        var above: Double?
        var below: Double?
        var multipleOf: Double?
        var length: CountRange = .init()
        var pattern: NSRegularExpression?
        var anyOf: [Rule] = []
        var oneOf: [Rule] = []
        var allOf: [Rule] = []
        var not: Rule?
    }

    struct CountRange: Sendable {
        var least: Int?
        var most: Int?

        func complaint(_ count: Int, _ what: String) -> String? {
            if let least, count < least { return "has fewer than \(least) \(what)" }
            if let most, count > most { return "has more than \(most) \(what)" }
            return nil
        }
    }

    enum TypeName: String, Sendable, CaseIterable {
        case null, boolean, integer, number, string, array, object

        func fits(_ value: JSON) -> Bool {
            switch (self, value) {
            case (.null, .null), (.boolean, .bool), (.string, .string), (.array, .array),
                (.object, .object), (.number, .int), (.number, .double), (.number, .bigNumber),
                (.integer, .int):
                true
            case (.integer, .double(let number)): number == number.rounded() && number.isFinite
            case (.integer, .bigNumber(let text)): !text.contains { ".eE".contains($0) }
            default: false
            }
        }
    }
}
