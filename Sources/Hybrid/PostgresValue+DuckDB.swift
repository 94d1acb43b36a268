import DuckDB
import PostgreSQL

extension PostgresValue {
    /// A value of DuckDB for a column of PostgreSQL. Throws where it has no counterpart.
    init(_ value: DuckDB.Value, as type: PostgresType) throws {
        switch value {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .int(let value): self = .int64(value)
        case .uint64(let value): self = .numeric(PostgresNumeric(value))
        case .hugeint(let value): self = .numeric(PostgresNumeric(value))
        case .uhugeint(let value): self = .numeric(PostgresNumeric(value))
        case .float(let value): self = .float(value)
        case .double(let value): self = .double(value)
        case .decimal(let value):
            guard let number = PostgresNumeric(value.description) else {
                throw Self.misfit("decimal", type)
            }
            self = .numeric(number)
        case .string(let text):
            switch type {
            case .numeric:
                guard let number = PostgresNumeric(text) else { throw Self.misfit("text", type) }
                self = .numeric(number)
            default: self = .string(text)
            }
        case .blob(let bytes): self = .bytes(bytes)
        case .date(let value):
            self = .date(
                value == .infinity
                    ? .infinity
                    : value == .negativeInfinity
                        ? .negativeInfinity : PostgresDate(days: value.days))
        case .time(let value): self = .time(PostgresTime(microseconds: value.microseconds))
        case .timestamp(let value), .timestamptz(let value):
            let moment = Self.moment(value)
            self = type == .timestamp ? .timestamp(moment) : .timestamptz(moment)
        case .interval(let value):
            self = .interval(
                PostgresInterval(
                    months: value.months, days: value.days, microseconds: value.microseconds))
        case .uuid(let value): self = .uuid(value)
        case .list(let values), .array(let values):
            guard case .array(let element) = type else { throw Self.misfit("list", type) }
            self = .array(
                PostgresArray(element, try values.map { try PostgresValue($0, as: element) }))
        case .structure, .map, .union, .bit, .timeNS, .timeTZ, .timestampNS:
            throw HybridError(
                "a \(Self.kind(value)) has no counterpart in PostgreSQL: cast it in the query, "
                    + "structures and maps with to_json")
        }
    }

    private static func moment(_ value: Timestamp) -> PostgresTimestamp {
        switch value {
        case .infinity: .infinity
        case .negativeInfinity: .negativeInfinity
        default: PostgresTimestamp(microseconds: value.microseconds)
        }
    }

    private static func misfit(_ what: String, _ type: PostgresType) -> HybridError {
        HybridError("a \(what) of DuckDB does not fit a column of type \(type)")
    }

    private static func kind(_ value: DuckDB.Value) -> String {
        switch value {
        case .structure: "structure"
        case .map: "map"
        case .union: "union"
        case .bit: "string of bits"
        case .timestampNS: "timestamp in nanoseconds"
        default: "time of day in nanoseconds or with a zone"
        }
    }
}
