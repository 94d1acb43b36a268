public import Foundation

/// A Swift type that can be bound to SQL and read back from it.
public protocol ValueConvertible: Sendable {
    var duckDBValue: Value { get }
    /// The SQL type of a column of these.
    static var duckDBType: LogicalType { get }
    /// Nil where the value is something else.
    init?(duckDBValue: Value)
}

extension Value: ValueConvertible {
    public var duckDBValue: Value { self }
    public static var duckDBType: LogicalType { .any }
    public init?(duckDBValue: Value) { self = duckDBValue }
}

extension Bool: ValueConvertible {
    public var duckDBValue: Value { .bool(self) }
    public static var duckDBType: LogicalType { .boolean }
    public init?(duckDBValue: Value) {
        guard let value = duckDBValue.boolValue else { return nil }
        self = value
    }
}

/// Whole numbers: bound by value, read back where they fit.
extension ValueConvertible where Self: FixedWidthInteger {
    public var duckDBValue: Value {
        if let value = Int64(exactly: self) { return .int(value) }
        if let value = UInt64(exactly: self) { return .uint64(value) }
        if let value = Int128(exactly: self) { return .hugeint(value) }
        return .uhugeint(UInt128(self))
    }

    public init?(duckDBValue: Value) {
        switch duckDBValue {
        case .int(let value): self.init(exactly: value)
        case .uint64(let value): self.init(exactly: value)
        case .hugeint(let value): self.init(exactly: value)
        case .uhugeint(let value): self.init(exactly: value)
        case .decimal(let value):
            guard let whole = value.rescaled(to: 0) else { return nil }
            self.init(exactly: whole)
        default: return nil
        }
    }
}

extension Int: ValueConvertible { public static var duckDBType: LogicalType { .bigint } }
extension Int8: ValueConvertible { public static var duckDBType: LogicalType { .tinyint } }
extension Int16: ValueConvertible { public static var duckDBType: LogicalType { .smallint } }
extension Int32: ValueConvertible { public static var duckDBType: LogicalType { .integer } }
extension Int64: ValueConvertible { public static var duckDBType: LogicalType { .bigint } }
extension Int128: ValueConvertible { public static var duckDBType: LogicalType { .hugeint } }
extension UInt: ValueConvertible { public static var duckDBType: LogicalType { .ubigint } }
extension UInt8: ValueConvertible { public static var duckDBType: LogicalType { .utinyint } }
extension UInt16: ValueConvertible { public static var duckDBType: LogicalType { .usmallint } }
extension UInt32: ValueConvertible { public static var duckDBType: LogicalType { .uinteger } }
extension UInt64: ValueConvertible { public static var duckDBType: LogicalType { .ubigint } }
extension UInt128: ValueConvertible { public static var duckDBType: LogicalType { .uhugeint } }

extension Float: ValueConvertible {
    public var duckDBValue: Value { .float(self) }
    public static var duckDBType: LogicalType { .float }
    public init?(duckDBValue: Value) {
        guard let value = duckDBValue.doubleValue else { return nil }
        self = Float(value)
    }
}

extension Double: ValueConvertible {
    public var duckDBValue: Value { .double(self) }
    public static var duckDBType: LogicalType { .double }
    public init?(duckDBValue: Value) {
        guard let value = duckDBValue.doubleValue else { return nil }
        self = value
    }
}

extension String: ValueConvertible {
    public var duckDBValue: Value { .string(self) }
    public static var duckDBType: LogicalType { .varchar }
    public init?(duckDBValue: Value) {
        guard let value = duckDBValue.stringValue else { return nil }
        self = value
    }
}

extension UUID: ValueConvertible {
    public var duckDBValue: Value { .uuid(self) }
    public static var duckDBType: LogicalType { .uuid }
    public init?(duckDBValue: Value) {
        guard let value = duckDBValue.uuidValue else { return nil }
        self = value
    }
}

/// An instant: TIMESTAMP WITH TIME ZONE, to the microsecond.
extension Date: ValueConvertible {
    public var duckDBValue: Value { .timestamptz(Timestamp(self)) }
    public static var duckDBType: LogicalType { .timestampTZ }
    public init?(duckDBValue: Value) {
        guard let value = duckDBValue.timestampValue else { return nil }
        self = value.date
    }
}

/// An instant: TIMESTAMP WITH TIME ZONE. Write `Value.timestamp` for one without a zone.
extension Timestamp: ValueConvertible {
    public var duckDBValue: Value { .timestamptz(self) }
    public static var duckDBType: LogicalType { .timestampTZ }
    public init?(duckDBValue: Value) {
        guard let value = duckDBValue.timestampValue else { return nil }
        self = value
    }
}

extension CalendarDate: ValueConvertible {
    public var duckDBValue: Value { .date(self) }
    public static var duckDBType: LogicalType { .date }
    public init?(duckDBValue: Value) {
        guard case .date(let value) = duckDBValue else { return nil }
        self = value
    }
}

extension TimeOfDay: ValueConvertible {
    public var duckDBValue: Value { .time(self) }
    public static var duckDBType: LogicalType { .time }
    public init?(duckDBValue: Value) {
        guard case .time(let value) = duckDBValue else { return nil }
        self = value
    }
}

extension Interval: ValueConvertible {
    public var duckDBValue: Value { .interval(self) }
    public static var duckDBType: LogicalType { .interval }
    public init?(duckDBValue: Value) {
        guard case .interval(let value) = duckDBValue else { return nil }
        self = value
    }
}

extension Data: ValueConvertible {
    public var duckDBValue: Value { .blob([UInt8](self)) }
    public static var duckDBType: LogicalType { .blob }
    public init?(duckDBValue: Value) {
        guard let value = duckDBValue.blobValue else { return nil }
        self.init(value)
    }
}

/// A list; an array of bytes is a BLOB.
extension Array: ValueConvertible where Element: ValueConvertible {
    public var duckDBValue: Value {
        // By the type: an empty array of anything could be cast to bytes.
        if Element.self == UInt8.self, let bytes = self as? [UInt8] { return .blob(bytes) }
        return .list(map(\.duckDBValue))
    }

    public static var duckDBType: LogicalType {
        Element.self == UInt8.self ? .blob : .list(Element.duckDBType)
    }

    public init?(duckDBValue: Value) {
        if Element.self == UInt8.self {
            guard let bytes = duckDBValue.blobValue, let elements = bytes as? [Element] else {
                return nil
            }
            self = elements
            return
        }
        guard let values = duckDBValue.listValue else { return nil }
        self.init()
        reserveCapacity(values.count)
        for value in values {
            guard let element = Element(duckDBValue: value) else { return nil }
            append(element)
        }
    }
}

/// NULL is nil.
extension Optional: ValueConvertible where Wrapped: ValueConvertible {
    public var duckDBValue: Value { self?.duckDBValue ?? .null }
    public static var duckDBType: LogicalType { Wrapped.duckDBType }
    public init?(duckDBValue: Value) {
        if duckDBValue == .null {
            self = .none
            return
        }
        guard let value = Wrapped(duckDBValue: duckDBValue) else { return nil }
        self = .some(value)
    }
}
