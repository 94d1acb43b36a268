public import Foundation

/// A value of PostgreSQL, as it is bound to a statement or read from a result.
public enum PostgresValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case int16(Int16)
    case int32(Int32)
    case int64(Int64)
    /// The number of a catalog object.
    case oid(UInt32)
    case float(Float)
    case double(Double)
    case numeric(PostgresNumeric)
    /// A text. As a parameter it takes whatever type the statement wants there, as a literal does:
    /// it serves for enums, json, inet and every type that is written as text.
    case string(String)
    case bytes([UInt8])
    case uuid(UUID)
    case date(PostgresDate)
    case time(PostgresTime)
    /// Without a time zone.
    case timestamp(PostgresTimestamp)
    /// An instant.
    case timestamptz(PostgresTimestamp)
    case interval(PostgresInterval)
    /// The text of a json.
    case json(String)
    /// The text of a jsonb.
    case jsonb(String)
    /// pgvector's vector.
    case vector([Float])
    /// pgvector's halfvec; what does not fit in 16 bits is rounded.
    case halfvec([Float])
    case array(PostgresArray)
    /// The bytes of a type that is not read here. Select it as text (`x::text`) to read it.
    case unread(type: PostgresType, [UInt8])
}

extension PostgresValue {
    public var isNull: Bool { self == .null }

    public var boolValue: Bool? { if case .bool(let value) = self { value } else { nil } }

    /// Any whole number that fits.
    public var intValue: Int? {
        switch self {
        case .int16(let value): Int(value)
        case .int32(let value): Int(value)
        case .int64(let value): Int(exactly: value)
        case .oid(let value): Int(value)
        case .numeric(let value): value.integer()
        default: nil
        }
    }

    /// Any number, as the nearest double.
    public var doubleValue: Double? {
        switch self {
        case .float(let value): Double(value)
        case .double(let value): value
        case .numeric(let value): value.doubleValue
        default: intValue.map { Double($0) }
        }
    }

    /// A text, also that of json, jsonb and enums.
    public var stringValue: String? {
        switch self {
        case .string(let value), .json(let value), .jsonb(let value): value
        default: nil
        }
    }

    public var uuidValue: UUID? { if case .uuid(let value) = self { value } else { nil } }

    public var timestampValue: PostgresTimestamp? {
        switch self {
        case .timestamp(let value), .timestamptz(let value): value
        default: nil
        }
    }

    public var arrayValue: PostgresArray? {
        if case .array(let value) = self { value } else { nil }
    }

    /// A vector, or an array of real or double precision without NULLs.
    public var floatsValue: [Float]? {
        switch self {
        case .vector(let value), .halfvec(let value): return value
        case .array(let array):
            var floats: [Float] = []
            floats.reserveCapacity(array.elements.count)
            for element in array.elements {
                guard let value = element.doubleValue else { return nil }
                floats.append(Float(value))
            }
            return floats
        default: return nil
        }
    }
}
