/// NULL is nil.
extension Optional: PostgresConvertible where Wrapped: PostgresConvertible {
    public var postgresValue: PostgresValue { self?.postgresValue ?? .null }
    public static var postgresType: PostgresType { Wrapped.postgresType }
    public init?(postgresValue: PostgresValue) {
        if postgresValue == .null {
            self = .none
            return
        }
        guard let value = Wrapped(postgresValue: postgresValue) else { return nil }
        self = .some(value)
    }
}

/// An array of one dimension. Bytes are `Data`. Floats are read from a vector too.
extension Array: PostgresConvertible where Element: PostgresConvertible {
    public var postgresValue: PostgresValue {
        .array(PostgresArray(Element.postgresType, map(\.postgresValue)))
    }

    public static var postgresType: PostgresType { .array(Element.postgresType) }

    public init?(postgresValue: PostgresValue) {
        if Element.self == Float.self {
            guard let floats = postgresValue.floatsValue, let elements = floats as? [Element]
            else { return nil }
            self = elements
            return
        }
        guard let array = postgresValue.arrayValue, array.dimensions.count <= 1 else { return nil }
        self.init()
        reserveCapacity(array.elements.count)
        for value in array.elements {
            guard let element = Element(postgresValue: value) else { return nil }
            append(element)
        }
    }
}

/// A vector of pgvector, as a parameter: `ORDER BY embedding <=> \(PostgresVector(floats))`.
/// Vectors are read as `[Float]`.
public struct PostgresVector: PostgresConvertible, Hashable {
    public var elements: [Float]

    public init(_ elements: [Float]) { self.elements = elements }

    public var postgresValue: PostgresValue { .vector(elements) }
    public static var postgresType: PostgresType { .vector }
    public init?(postgresValue: PostgresValue) {
        guard let floats = postgresValue.floatsValue else { return nil }
        elements = floats
    }
}
