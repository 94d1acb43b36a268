/// A JSON value (RFC 8259).
///
/// Objects keep the order of their keys, whole numbers keep all their digits, and what was parsed
/// is written back with the same meaning. Values are built with literals:
///
/// ```swift
/// let answer: JSON = ["ok": true, "ids": [1, 2], "note": nil]
/// answer.text()            // {"ok":true,"ids":[1,2],"note":null}
/// answer["ids"]?[0]?.int   // 1
/// ```
public enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    /// A number written without fraction and exponent that fits 64 bits.
    case int(Int)
    /// A number with fraction or exponent. Written as `null` when it is not finite.
    case double(Double)
    /// A number beyond `Int` and `Double`, as it was written: `123456789012345678901234567890`.
    case bigNumber(String)
    case string(String)
    case array([JSON])
    case object(Object)
}

extension JSON {
    public var isNull: Bool { self == .null }

    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

    /// A whole number; a `double` counts when it is one, as 3.0 is.
    public var int: Int? {
        switch self {
        case .int(let value): value
        case .double(let value): Int(exactly: value)
        default: nil
        }
    }

    /// Any number that `Double` can hold, rounded to it if need be.
    public var double: Double? {
        switch self {
        case .int(let value): Double(value)
        case .double(let value): value
        case .bigNumber(let text): Double(text).flatMap { $0.isFinite ? $0 : nil }
        default: nil
        }
    }

    public var string: String? { if case .string(let value) = self { value } else { nil } }

    public var array: [JSON]? { if case .array(let values) = self { values } else { nil } }

    public var object: Object? { if case .object(let object) = self { object } else { nil } }

    /// The value of a key, or nil when this is no object or lacks the key.
    public subscript(key: String) -> JSON? { object?[key] }

    /// The element at an index, or nil when this is no array or is too short.
    public subscript(index: Int) -> JSON? {
        guard case .array(let values) = self, values.indices.contains(index) else { return nil }
        return values[index]
    }

    /// What kind of value this is, for messages: `an object`, `a string`.
    public var kindName: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .int, .double, .bigNumber: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
