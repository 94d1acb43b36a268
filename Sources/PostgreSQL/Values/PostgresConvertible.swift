public import Foundation

/// What can be bound to a statement and read from a row.
public protocol PostgresConvertible: Sendable {
    var postgresValue: PostgresValue { get }
    /// What an empty array of these is an array of.
    static var postgresType: PostgresType { get }
    /// Nil where the value is of another type or does not fit.
    init?(postgresValue: PostgresValue)
}

extension PostgresValue: PostgresConvertible {
    public var postgresValue: PostgresValue { self }
    public static var postgresType: PostgresType { .text }
    public init?(postgresValue: PostgresValue) { self = postgresValue }
}

extension Bool: PostgresConvertible {
    public var postgresValue: PostgresValue { .bool(self) }
    public static var postgresType: PostgresType { .bool }
    public init?(postgresValue: PostgresValue) {
        guard let value = postgresValue.boolValue else { return nil }
        self = value
    }
}

/// Whole numbers are read from any whole number that fits.
extension PostgresConvertible where Self: FixedWidthInteger {
    public init?(postgresValue: PostgresValue) {
        guard let value = postgresValue.intValue else { return nil }
        self.init(exactly: value)
    }
}

extension Int: PostgresConvertible {
    public var postgresValue: PostgresValue { .int64(Int64(self)) }
    public static var postgresType: PostgresType { .int8 }
}

extension Int64: PostgresConvertible {
    public var postgresValue: PostgresValue { .int64(self) }
    public static var postgresType: PostgresType { .int8 }
}

extension Int32: PostgresConvertible {
    public var postgresValue: PostgresValue { .int32(self) }
    public static var postgresType: PostgresType { .int4 }
}

extension Int16: PostgresConvertible {
    public var postgresValue: PostgresValue { .int16(self) }
    public static var postgresType: PostgresType { .int2 }
}

extension Float: PostgresConvertible {
    public var postgresValue: PostgresValue { .float(self) }
    public static var postgresType: PostgresType { .float4 }
    public init?(postgresValue: PostgresValue) {
        guard let value = postgresValue.doubleValue else { return nil }
        self = Float(value)
    }
}

extension Double: PostgresConvertible {
    public var postgresValue: PostgresValue { .double(self) }
    public static var postgresType: PostgresType { .float8 }
    public init?(postgresValue: PostgresValue) {
        guard let value = postgresValue.doubleValue else { return nil }
        self = value
    }
}

extension PostgresNumeric: PostgresConvertible {
    public var postgresValue: PostgresValue { .numeric(self) }
    public static var postgresType: PostgresType { .numeric }
    public init?(postgresValue: PostgresValue) {
        switch postgresValue {
        case .numeric(let value): self = value
        default:
            guard let value = postgresValue.intValue else { return nil }
            self.init(value)
        }
    }
}

extension String: PostgresConvertible {
    public var postgresValue: PostgresValue { .string(self) }
    public static var postgresType: PostgresType { .text }
    public init?(postgresValue: PostgresValue) {
        guard let value = postgresValue.stringValue else { return nil }
        self = value
    }
}

extension UUID: PostgresConvertible {
    public var postgresValue: PostgresValue { .uuid(self) }
    public static var postgresType: PostgresType { .uuid }
    public init?(postgresValue: PostgresValue) {
        guard let value = postgresValue.uuidValue else { return nil }
        self = value
    }
}

/// An instant, to the microsecond.
extension Date: PostgresConvertible {
    public var postgresValue: PostgresValue { .timestamptz(PostgresTimestamp(self)) }
    public static var postgresType: PostgresType { .timestamptz }
    public init?(postgresValue: PostgresValue) {
        guard let value = postgresValue.timestampValue else { return nil }
        self = value.date
    }
}

/// An instant. Write `PostgresValue.timestamp` for one without a zone.
extension PostgresTimestamp: PostgresConvertible {
    public var postgresValue: PostgresValue { .timestamptz(self) }
    public static var postgresType: PostgresType { .timestamptz }
    public init?(postgresValue: PostgresValue) {
        guard let value = postgresValue.timestampValue else { return nil }
        self = value
    }
}

extension PostgresDate: PostgresConvertible {
    public var postgresValue: PostgresValue { .date(self) }
    public static var postgresType: PostgresType { .date }
    public init?(postgresValue: PostgresValue) {
        guard case .date(let value) = postgresValue else { return nil }
        self = value
    }
}

extension PostgresTime: PostgresConvertible {
    public var postgresValue: PostgresValue { .time(self) }
    public static var postgresType: PostgresType { .time }
    public init?(postgresValue: PostgresValue) {
        guard case .time(let value) = postgresValue else { return nil }
        self = value
    }
}

extension PostgresInterval: PostgresConvertible {
    public var postgresValue: PostgresValue { .interval(self) }
    public static var postgresType: PostgresType { .interval }
    public init?(postgresValue: PostgresValue) {
        guard case .interval(let value) = postgresValue else { return nil }
        self = value
    }
}

extension Data: PostgresConvertible {
    public var postgresValue: PostgresValue { .bytes([UInt8](self)) }
    public static var postgresType: PostgresType { .bytea }
    public init?(postgresValue: PostgresValue) {
        guard case .bytes(let value) = postgresValue else { return nil }
        self.init(value)
    }
}
