extension JSON: ExpressibleByNilLiteral {
    public init(nilLiteral: ()) { self = .null }
}

extension JSON: ExpressibleByBooleanLiteral {
    public init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSON: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int) { self = .int(value) }
}

extension JSON: ExpressibleByFloatLiteral {
    public init(floatLiteral value: Double) { self = .double(value) }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) { self = .string(value) }
}

extension JSON: ExpressibleByArrayLiteral {
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
}

extension JSON: ExpressibleByDictionaryLiteral {
    /// Keeps the order of the literal.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(Object(elements.map { ($0.0, $0.1) }))
    }
}

extension JSON {
    /// The string, or `null`.
    public init(_ value: String?) { self = value.map(JSON.string) ?? .null }

    /// The number, or `null`.
    public init(_ value: Int?) { self = value.map(JSON.int) ?? .null }

    /// The number, or `null`.
    public init(_ value: Double?) { self = value.map(JSON.double) ?? .null }

    /// The strings as an array.
    public init(_ values: [String]) { self = .array(values.map(JSON.string)) }
}
