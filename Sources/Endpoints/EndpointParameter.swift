public import JSON

/// One value that an endpoint is asked with, and how its SQL gets it.
public struct EndpointParameter: Sendable {
    public enum Kind: Sendable, Hashable {
        case text(mostCharacters: Int)
        case integer(ClosedRange<Int>)
        case number(ClosedRange<Double>)
        case boolean
        case date
        /// An instant.
        case time
        case uuid
        case choice([String])
        /// A list of texts.
        case texts(most: Int)
        /// Numbers, exactly so many.
        case vector(dimensions: Int)
        /// A text that the server makes a vector of, filled up with zeros to so many numbers, which
        /// changes no cosine. Where `of` names another parameter, it is that one's text, and who
        /// asks does not see this one.
        case embedding(dimensions: Int, of: String?)
    }

    public let name: String
    public let kind: Kind
    public let help: String
    public let isRequired: Bool
    /// What stands where nothing is given; nil for NULL.
    public let standard: JSON?

    init(name: String, kind: Kind, help: String, isRequired: Bool, standard: JSON?) {
        self.name = name
        self.kind = kind
        self.help = help
        self.isRequired = isRequired
        self.standard = standard
    }

    /// Whether it is made from another parameter.
    public var isDerived: Bool {
        if case .embedding(_, .some) = kind { return true }
        return false
    }

    /// What the SQL has in the parameter's place, around the bound text.
    var cast: (before: String, after: String) {
        switch kind {
        case .text, .choice: ("(", "::text)")
        case .integer: ("((", "::text)::bigint)")
        case .number: ("((", "::text)::double precision)")
        case .boolean: ("((", "::text)::boolean)")
        case .date: ("((", "::text)::date)")
        case .time: ("((", "::text)::timestamptz)")
        case .uuid: ("((", "::text)::uuid)")
        case .texts: ("(SELECT array_agg(value) FROM json_array_elements_text((", "::text)::json))")
        case .vector(let count), .embedding(let count, _): ("((", "::text)::vector(\(count)))")
        }
    }

    /// JSON Schema of the value, as a request's body, a query of OpenAPI and an MCP tool have it.
    public var schema: JSON {
        var schema: JSON.Object =
            switch kind {
            case .text(let most): ["type": "string", "maxLength": .int(most)]
            case .embedding: ["type": "string", "minLength": 1, "maxLength": 8192]
            case .integer(let range):
                [
                    "type": "integer", "minimum": .int(range.lowerBound),
                    "maximum": .int(range.upperBound),
                ]
            case .number(let range):
                [
                    "type": "number", "minimum": .double(range.lowerBound),
                    "maximum": .double(range.upperBound),
                ]
            case .boolean: ["type": "boolean"]
            case .date: ["type": "string", "format": "date"]
            case .time: ["type": "string", "format": "date-time"]
            case .uuid: ["type": "string", "format": "uuid"]
            case .choice(let values): ["type": "string", "enum": JSON(values)]
            case .texts(let most):
                ["type": "array", "items": ["type": "string"], "maxItems": .int(most)]
            case .vector(let count):
                [
                    "type": "array", "items": ["type": "number"], "minItems": .int(count),
                    "maxItems": .int(count),
                ]
            }
        if !help.isEmpty { schema["description"] = .string(help) }
        schema["default"] = standard
        return .object(schema)
    }
}
