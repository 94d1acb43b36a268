extension JSON {
    /// The value that an encodable thing stands for.
    ///
    /// Keys of types become snake_case (`memoryID` becomes `memory_id`) and keep the order in which
    /// the type encodes them. Keys of string dictionaries are data: they stay as they are and are
    /// sorted; elements of string sets are sorted too. Dates are ISO 8601 in UTC with microseconds,
    /// UUIDs lower case, `Data` base64, `URL` its text, `Duration` seconds. Numbers that are not
    /// finite become `null` when written.
    ///
    /// - Throws: what the type's own `encode(to:)` throws.
    public init(encoding value: some Encodable) throws {
        self = try Encoding.json(value, at: [])
    }
}

/// The way from `Encodable` to `JSON`.
enum Encoding {
    static func json(_ value: some Encodable, at path: [any CodingKey]) throws -> JSON {
        if let json = special(value) { return json }
        if let sorted = value as? any SortedWhenEncoded { return try sorted.json(at: path) }
        let node = Node()
        try value.encode(to: NodeEncoder(node: node, codingPath: path))
        return node.json
    }

    /// Types whose own encoding is not what a reader of JSON expects.
    private static func special(_ value: some Encodable) -> JSON? {
        switch value {
        case let value as JSON: value
        case let value as Duration:
            .double(
                Double(value.components.seconds) + Double(value.components.attoseconds) / 1e18)
        default: foundationValue(value)
        }
    }
}

extension JSON: Encodable {
    /// Encodes into this module's encoder as it is, and into others by kind; there a big number
    /// becomes a `Double`, or a string when that cannot hold it.
    public func encode(to encoder: any Encoder) throws {
        var single = encoder.singleValueContainer()
        switch self {
        case .null: try single.encodeNil()
        case .bool(let value): try single.encode(value)
        case .int(let value): try single.encode(value)
        case .double(let value): try single.encode(value)
        case .bigNumber(let text):
            if let value = double { try single.encode(value) } else { try single.encode(text) }
        case .string(let value): try single.encode(value)
        case .array(let values): try single.encode(values)
        case .object(let object):
            var container = encoder.container(keyedBy: PlainKey.self)
            for entry in object.entries {
                try container.encode(entry.value, forKey: PlainKey(stringValue: entry.key))
            }
        }
    }
}

/// Collections without an order of their own.
private protocol SortedWhenEncoded {
    func json(at path: [any CodingKey]) throws -> JSON
}

extension Dictionary: SortedWhenEncoded where Key == String, Value: Encodable {
    fileprivate func json(at path: [any CodingKey]) throws -> JSON {
        .object(
            JSON.Object(
                try sorted { $0.key < $1.key }.map { key, value in
                    let path = path + [PlainKey(stringValue: key)]
                    return (key, try Encoding.json(value, at: path))
                }))
    }
}

extension Set: SortedWhenEncoded where Element == String {
    fileprivate func json(at path: [any CodingKey]) -> JSON { JSON(sorted()) }
}
