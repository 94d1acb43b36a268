public import Foundation

/// One value of SQL: what is bound to a statement and what a result holds.
public enum Value: Sendable, Hashable {
    case null
    case bool(Bool)
    /// TINYINT to BIGINT, and the unsigned types up to UINTEGER.
    case int(Int64)
    /// UBIGINT.
    case uint64(UInt64)
    // Indirect: 128-bit numbers would align every value to 16 bytes, which makes all of them
    // larger, and generic code of the test library has read such values at an odd address.
    indirect case hugeint(Int128)
    indirect case uhugeint(UInt128)
    case float(Float)
    case double(Double)
    case decimal(DecimalNumber)
    /// VARCHAR, JSON, ENUM and BIGNUM (its digits).
    case string(String)
    /// BLOB and GEOMETRY.
    case blob([UInt8])
    /// A string of bits, written as `0` and `1`.
    case bit(String)
    case date(CalendarDate)
    case time(TimeOfDay)
    /// Nanoseconds since midnight.
    case timeNS(Int64)
    /// A time of day at an offset from UTC in seconds.
    case timeTZ(TimeOfDay, offset: Int32)
    /// TIMESTAMP, TIMESTAMP_S and TIMESTAMP_MS, in microseconds.
    case timestamp(Timestamp)
    /// Nanoseconds since 1970.
    case timestampNS(Int64)
    /// An instant.
    case timestamptz(Timestamp)
    case interval(Interval)
    case uuid(UUID)
    case list([Value])
    /// A list of a fixed length.
    case array([Value])
    case structure([Field])
    case map([Entry])
    /// The member of a union that is set.
    indirect case union(tag: String, Value)

    /// A named value of a structure.
    public struct Field: Sendable, Hashable {
        public let name: String
        public let value: Value

        public init(_ name: String, _ value: Value) {
            self.name = name
            self.value = value
        }
    }

    /// A key of a map with its value.
    public struct Entry: Sendable, Hashable {
        public let key: Value
        public let value: Value

        public init(_ key: Value, _ value: Value) {
            self.key = key
            self.value = value
        }
    }

    /// A structure of named values, in their order.
    public static func structure(_ fields: [(String, Value)]) -> Value {
        .structure(fields.map { Field($0.0, $0.1) })
    }

    public var isNull: Bool { self == .null }
}
