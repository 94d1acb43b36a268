public import Foundation

/// What a value is, where it is that: nil for NULL and for other types.
extension Value {
    public var boolValue: Bool? { if case .bool(let value) = self { value } else { nil } }

    /// Any whole number that fits, whatever its width.
    public var int64Value: Int64? {
        switch self {
        case .int(let value): value
        case .uint64(let value): Int64(exactly: value)
        case .hugeint(let value): Int64(exactly: value)
        case .uhugeint(let value): Int64(exactly: value)
        case .decimal(let value): value.rescaled(to: 0).flatMap { Int64(exactly: $0) }
        default: nil
        }
    }

    public var intValue: Int? { int64Value.flatMap { Int(exactly: $0) } }

    /// Any number, as the nearest double.
    public var doubleValue: Double? {
        switch self {
        case .double(let value): value
        case .float(let value): Double(value)
        case .decimal(let value): value.doubleValue
        case .int(let value): Double(value)
        case .uint64(let value): Double(value)
        case .hugeint(let value): Double(value)
        case .uhugeint(let value): Double(value)
        default: nil
        }
    }

    public var stringValue: String? { if case .string(let value) = self { value } else { nil } }
    public var blobValue: [UInt8]? { if case .blob(let value) = self { value } else { nil } }
    public var uuidValue: UUID? { if case .uuid(let value) = self { value } else { nil } }

    /// A TIMESTAMP or a TIMESTAMP WITH TIME ZONE.
    public var timestampValue: Timestamp? {
        switch self {
        case .timestamp(let value), .timestamptz(let value): value
        default: nil
        }
    }

    /// The elements of a list or array.
    public var listValue: [Value]? {
        switch self {
        case .list(let values), .array(let values): values
        default: nil
        }
    }

    public var structureValue: [Field]? {
        if case .structure(let fields) = self { fields } else { nil }
    }

    public var mapValue: [Entry]? { if case .map(let entries) = self { entries } else { nil } }

    /// The field of a structure.
    public subscript(field: String) -> Value? {
        structureValue?.first { $0.name == field }?.value
    }
}
