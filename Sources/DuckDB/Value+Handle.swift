internal import CDuckDB
import Foundation

/// Owns a `duckdb_value`.
final class ValueHandle {
    private(set) var raw: duckdb_value?

    init(_ raw: duckdb_value?) { self.raw = raw }
    deinit { duckdb_destroy_value(&raw) }
}

extension Value {
    /// The value for the engine, as its own type.
    /// Throws `.typeMismatch` for what no SQL type holds, as an empty structure.
    func makeHandle() throws(DuckDBError) -> ValueHandle {
        let type = try logicalType()
        if let reason = type.invalidity { throw DuckDBError(.typeMismatch, reason) }
        let handle = try makeHandle(as: type)
        guard handle.raw != nil else {
            throw DuckDBError(.typeMismatch, "the engine takes no value of type \(type)")
        }
        return handle
    }

    private func makeHandle(as type: LogicalType) throws(DuckDBError) -> ValueHandle {
        switch self {
        case .null: return ValueHandle(duckdb_create_null_value())
        case .list(let values):
            guard case .list(let element) = type else { break }
            let items = try Self.handles(values, as: element)
            return Self.nested(element, items) { duckdb_create_list_value($0, &$1, $2) }
        case .array(let values):
            if case .list(let element) = type {
                let items = try Self.handles(values, as: element)
                return Self.nested(element, items) { duckdb_create_list_value($0, &$1, $2) }
            }
            guard case .array(let element, _) = type else { break }
            let items = try Self.handles(values, as: element)
            return Self.nested(element, items) { duckdb_create_array_value($0, &$1, $2) }
        case .structure(let fields):
            guard case .structure(let members) = type else { break }
            var items: [ValueHandle] = []
            for (field, member) in zip(fields, members) {
                items.append(try field.value.makeHandle(as: member.type))
            }
            return Self.nested(type, items) { types, values, _ in
                duckdb_create_struct_value(types, &values)
            }
        case .map(let entries):
            guard case .map(let key, let value) = type else { break }
            let values = try Self.handles(entries.map(\.value), as: value)
            let keys = try Self.handles(entries.map(\.key), as: key)
            return withExtendedLifetime(values) {
                var rawValues = values.map(\.raw)
                return Self.nested(type, keys) {
                    duckdb_create_map_value($0, &$1, &rawValues, $2)
                }
            }
        case .union(let tag, let value):
            guard case .union(let members) = type,
                let index = members.firstIndex(where: { $0.name == tag })
            else { break }
            let item = try value.makeHandle(as: members[index].type)
            return Self.nested(type, [item]) { types, values, _ in
                // The value is copied: the handle stays ours.
                duckdb_create_union_value(types, idx_t(index), values[0])
            }
        default:
            if let handle = Self.converted(self, type) ?? simpleHandle() { return handle }
        }
        throw DuckDBError(.typeMismatch, "a value of another type cannot be bound as \(type)")
    }

    private static func handles(_ values: [Value], as type: LogicalType) throws(DuckDBError)
        -> [ValueHandle]
    {
        var handles: [ValueHandle] = []
        handles.reserveCapacity(values.count)
        for value in values { handles.append(try value.makeHandle(as: type)) }
        return handles
    }

    private static func nested(
        _ type: LogicalType, _ items: [ValueHandle],
        _ make: (duckdb_logical_type?, inout [duckdb_value?], idx_t) -> duckdb_value?
    ) -> ValueHandle {
        let typeHandle = type.makeHandle()
        return withExtendedLifetime((typeHandle, items)) {
            var raw = items.map(\.raw)
            return ValueHandle(make(typeHandle.raw, &raw, idx_t(items.count)))
        }
    }

    /// Numbers that stand in a list with wider ones.
    private static func converted(_ value: Value, _ type: LogicalType) -> ValueHandle? {
        switch (value, type) {
        case (.int(let number), .double): ValueHandle(duckdb_create_double(Double(number)))
        case (.int(let number), .hugeint):
            ValueHandle(duckdb_create_hugeint(duckdb_hugeint(Int128(number))))
        case (.uint64(let number), .hugeint):
            ValueHandle(duckdb_create_hugeint(duckdb_hugeint(Int128(number))))
        case (.uint64(let number), .double): ValueHandle(duckdb_create_double(Double(number)))
        case (.hugeint(let number), .double): ValueHandle(duckdb_create_double(Double(number)))
        case (.float(let number), .double): ValueHandle(duckdb_create_double(Double(number)))
        case (.decimal(let number), .decimal(let width, let scale)):
            number.rescaled(to: scale).map {
                ValueHandle(
                    duckdb_create_decimal(
                        duckdb_decimal(width: width, scale: scale, value: duckdb_hugeint($0))))
            }
        default: nil
        }
    }

    private func simpleHandle() -> ValueHandle? {
        switch self {
        case .bool(let value): return ValueHandle(duckdb_create_bool(value))
        case .int(let value): return ValueHandle(duckdb_create_int64(value))
        case .uint64(let value): return ValueHandle(duckdb_create_uint64(value))
        case .hugeint(let value):
            return ValueHandle(duckdb_create_hugeint(duckdb_hugeint(value)))
        case .uhugeint(let value):
            return ValueHandle(duckdb_create_uhugeint(duckdb_uhugeint(value)))
        case .float(let value): return ValueHandle(duckdb_create_float(value))
        case .double(let value): return ValueHandle(duckdb_create_double(value))
        case .decimal(let value):
            return ValueHandle(
                duckdb_create_decimal(
                    duckdb_decimal(
                        width: value.width, scale: value.scale,
                        value: duckdb_hugeint(value.unscaled))))
        case .string(var value):
            return value.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { text in
                    // An empty buffer may have no address, and DuckDB wants one.
                    guard let base = text.baseAddress else {
                        return ValueHandle(duckdb_create_varchar(""))
                    }
                    return ValueHandle(duckdb_create_varchar_length(base, idx_t(text.count)))
                }
            }
        case .blob(let bytes):
            let padded = bytes.isEmpty ? [0] : bytes
            return ValueHandle(duckdb_create_blob(padded, idx_t(bytes.count)))
        case .bit(let digits):
            guard var bytes = BitString.bytes(of: digits) else { return nil }
            return bytes.withUnsafeMutableBufferPointer {
                ValueHandle(
                    duckdb_create_bit(duckdb_bit(data: $0.baseAddress, size: idx_t($0.count))))
            }
        case .date(let value):
            return ValueHandle(duckdb_create_date(duckdb_date(days: value.days)))
        case .time(let value):
            return ValueHandle(duckdb_create_time(duckdb_time(micros: value.microseconds)))
        case .timeNS(let nanos):
            return ValueHandle(duckdb_create_time_ns(duckdb_time_ns(nanos: nanos)))
        case .timeTZ(let time, let offset):
            return ValueHandle(
                duckdb_create_time_tz_value(duckdb_create_time_tz(time.microseconds, offset)))
        case .timestamp(let value):
            return ValueHandle(
                duckdb_create_timestamp(duckdb_timestamp(micros: value.microseconds)))
        case .timestampNS(let nanos):
            return ValueHandle(duckdb_create_timestamp_ns(duckdb_timestamp_ns(nanos: nanos)))
        case .timestamptz(let value):
            return ValueHandle(
                duckdb_create_timestamp_tz(duckdb_timestamp(micros: value.microseconds)))
        case .interval(let value):
            return ValueHandle(
                duckdb_create_interval(
                    duckdb_interval(
                        months: value.months, days: value.days, micros: value.microseconds)))
        case .uuid(let value):
            let (upper, lower) = value.halves
            return ValueHandle(duckdb_create_uuid(duckdb_uhugeint(lower: lower, upper: upper)))
        case .null, .list, .array, .structure, .map, .union: return nil
        }
    }
}

extension duckdb_hugeint {
    init(_ value: Int128) {
        self.init(lower: UInt64(truncatingIfNeeded: value), upper: Int64(value >> 64))
    }
}

extension duckdb_uhugeint {
    init(_ value: UInt128) {
        self.init(lower: UInt64(truncatingIfNeeded: value), upper: UInt64(value >> 64))
    }
}
