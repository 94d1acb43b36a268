/// A type of DuckDB. `description` is its SQL name.
public indirect enum LogicalType: Sendable, Hashable {
    case boolean
    case tinyint, smallint, integer, bigint, hugeint
    case utinyint, usmallint, uinteger, ubigint, uhugeint
    case float, double
    /// `width` digits in all (up to 38), `scale` of them after the point.
    case decimal(width: UInt8, scale: UInt8)
    /// A whole number of any length.
    case bignum
    case varchar
    /// Text that holds JSON.
    case json
    case blob, bit
    case date, time
    /// Time of day in nanoseconds.
    case timeNS
    /// Time of day with an offset from UTC.
    case timeTZ
    /// Microseconds without a time zone.
    case timestamp
    case timestampS, timestampMS, timestampNS
    /// An instant: microseconds since 1970 in UTC.
    case timestampTZ
    case interval
    case uuid
    case enumeration([String])
    case list(LogicalType)
    /// A list of a fixed length.
    case array(LogicalType, count: Int)
    case structure([Member])
    case map(key: LogicalType, value: LogicalType)
    case union([Member])
    /// Well-known binary of a geometry.
    case geometry
    case variant
    /// The type of a bare `NULL`.
    case null
    /// Any type: only for the parameters of functions.
    case any
    /// A type this wrapper does not know, by the engine's number.
    case unknown(UInt32)

    /// A named part of a structure or of a union.
    public struct Member: Sendable, Hashable {
        public let name: String
        public let type: LogicalType

        public init(_ name: String, _ type: LogicalType) {
            self.name = name
            self.type = type
        }
    }
}

extension LogicalType: CustomStringConvertible {
    public var description: String {
        switch self {
        case .decimal(let width, let scale): "DECIMAL(\(width),\(scale))"
        case .timeNS: "TIME_NS"
        case .timeTZ: "TIME WITH TIME ZONE"
        case .timestampS: "TIMESTAMP_S"
        case .timestampMS: "TIMESTAMP_MS"
        case .timestampNS: "TIMESTAMP_NS"
        case .timestampTZ: "TIMESTAMP WITH TIME ZONE"
        case .enumeration(let names):
            "ENUM("
                + names.map { "'" + $0.replacing("'", with: "''") + "'" }
                .joined(separator: ", ") + ")"
        case .list(let element): "\(element)[]"
        case .array(let element, let count): "\(element)[\(count)]"
        case .structure(let members): "STRUCT(" + Self.text(of: members) + ")"
        case .map(let key, let value): "MAP(\(key), \(value))"
        case .union(let members): "UNION(" + Self.text(of: members) + ")"
        case .null: "\"NULL\""
        case .unknown(let number): "UNKNOWN(\(number))"
        case .boolean: "BOOLEAN"
        case .tinyint: "TINYINT"
        case .smallint: "SMALLINT"
        case .integer: "INTEGER"
        case .bigint: "BIGINT"
        case .hugeint: "HUGEINT"
        case .utinyint: "UTINYINT"
        case .usmallint: "USMALLINT"
        case .uinteger: "UINTEGER"
        case .ubigint: "UBIGINT"
        case .uhugeint: "UHUGEINT"
        case .float: "FLOAT"
        case .double: "DOUBLE"
        case .bignum: "BIGNUM"
        case .varchar: "VARCHAR"
        case .json: "JSON"
        case .blob: "BLOB"
        case .bit: "BIT"
        case .date: "DATE"
        case .time: "TIME"
        case .timestamp: "TIMESTAMP"
        case .interval: "INTERVAL"
        case .uuid: "UUID"
        case .geometry: "GEOMETRY"
        case .variant: "VARIANT"
        case .any: "ANY"
        }
    }

    private static func text(of members: [Member]) -> String {
        members.map { "\(quoteIdentifier($0.name)) \($0.type)" }.joined(separator: ", ")
    }
}
