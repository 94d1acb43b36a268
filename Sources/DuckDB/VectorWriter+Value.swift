internal import CDuckDB
import Foundation

extension VectorWriter {
    /// Writes a value, converted to the column's type where nothing is lost. Throws
    /// `.typeMismatch` or `.outOfRange`, with the types and not the value.
    func store(_ value: Value, at row: Int) throws(DuckDBError) {
        switch (type, value) {
        case (_, .null): storeNull(at: row)
        case (.boolean, .bool(let value)): store(UInt8(value ? 1 : 0), at: row)
        case (.tinyint, _): try store(integer: value, as: Int8.self, at: row)
        case (.smallint, _): try store(integer: value, as: Int16.self, at: row)
        case (.integer, _): try store(integer: value, as: Int32.self, at: row)
        case (.bigint, _): try store(integer: value, as: Int64.self, at: row)
        case (.utinyint, _): try store(integer: value, as: UInt8.self, at: row)
        case (.usmallint, _): try store(integer: value, as: UInt16.self, at: row)
        case (.uinteger, _): try store(integer: value, as: UInt32.self, at: row)
        case (.ubigint, _): try store(integer: value, as: UInt64.self, at: row)
        case (.hugeint, _): store(duckdb_hugeint(try whole(value, Int128.self)), at: row)
        case (.uhugeint, _): store(duckdb_uhugeint(try whole(value, UInt128.self)), at: row)
        case (.float, .float(let value)): store(value, at: row)
        case (.float, _): store(Float(try number(value)), at: row)
        case (.double, _): store(try number(value), at: row)
        case (.decimal(let width, let scale), _):
            try store(decimal: value, width: width, scale: scale, at: row)
        case (.varchar, .string(let text)), (.json, .string(let text)):
            store(string: text, at: row)
        case (.blob, .blob(let bytes)), (.geometry, .blob(let bytes)):
            bytes.withUnsafeBufferPointer { store(bytes: $0, at: row) }
        case (.bit, .bit(let digits)):
            guard let bytes = BitString.bytes(of: digits) else { throw mismatch(value) }
            bytes.withUnsafeBufferPointer { store(bytes: $0, at: row) }
        case (.date, .date(let value)): store(value.days, at: row)
        case (.time, .time(let value)): store(value.microseconds, at: row)
        case (.timeNS, .timeNS(let value)): store(value, at: row)
        case (.timeTZ, .timeTZ(let time, let offset)):
            store(duckdb_create_time_tz(time.microseconds, offset).bits, at: row)
        case (.timestamp, .timestamp(let value)), (.timestampTZ, .timestamptz(let value)):
            store(value.microseconds, at: row)
        case (.timestampS, .timestamp(let value)):
            store(value.divided(by: 1_000_000), at: row)
        case (.timestampMS, .timestamp(let value)): store(value.divided(by: 1_000), at: row)
        case (.timestampNS, .timestampNS(let value)): store(value, at: row)
        case (.interval, .interval(let value)):
            store(
                duckdb_interval(
                    months: value.months, days: value.days, micros: value.microseconds), at: row)
        case (.uuid, .uuid(let value)): store(uuid: value, at: row)
        case (.enumeration(let names), .string(let name)):
            try store(member: name, of: names.count, at: row)
        default: try store(nested: value, at: row)
        }
    }

    @inline(__always)
    func store(uuid: UUID, at row: Int) {
        let (upper, lower) = uuid.halves
        // The top bit is flipped, as DuckDB keeps it.
        store(
            duckdb_hugeint(lower: lower, upper: Int64(bitPattern: upper ^ 1 << 63)), at: row)
    }

    private func store(nested value: Value, at row: Int) throws(DuckDBError) {
        switch (type, value) {
        case (.list, .list(let values)), (.list, .array(let values)):
            let offset = beginList(count: values.count, at: row)
            for (index, element) in values.enumerated() {
                try children[0].store(element, at: offset + index)
            }
        case (.array(_, let count), .array(let values)), (.array(_, let count), .list(let values)):
            guard values.count == count else {
                throw DuckDBError(
                    .typeMismatch, "an array of \(values.count) does not fit \(type)")
            }
            markValid(row)
            for (index, element) in values.enumerated() {
                try children[0].store(element, at: row * count + index)
            }
        case (.structure(let members), .structure(let fields)):
            guard Set(members.map(\.name)) == Set(fields.map(\.name)),
                members.count == fields.count
            else { throw mismatch(value) }
            markValid(row)
            for (index, member) in members.enumerated() {
                try children[index].store(value[member.name] ?? .null, at: row)
            }
        case (.map, .map(let entries)):
            let offset = beginList(count: entries.count, at: row)
            for (index, entry) in entries.enumerated() {
                children[0].markValid(offset + index)
                try children[0].children[0].store(entry.key, at: offset + index)
                try children[0].children[1].store(entry.value, at: offset + index)
            }
        case (.union(let members), .union(let tag, let inner)):
            guard let member = members.firstIndex(where: { $0.name == tag }) else {
                throw mismatch(value)
            }
            storeNull(at: row)
            markValid(row)
            children[0].store(UInt8(member), at: row)
            try children[member + 1].store(inner, at: row)
        default: throw mismatch(value)
        }
    }

    private func store<T: FixedWidthInteger & BitwiseCopyable>(
        integer value: Value, as width: T.Type, at row: Int
    ) throws(DuckDBError) {
        if case .int(let number) = value, let fitting = T(exactly: number) {
            store(fitting, at: row)
        } else {
            store(try whole(value, T.self), at: row)
        }
    }

    private func whole<T: FixedWidthInteger>(_ value: Value, _: T.Type) throws(DuckDBError) -> T {
        let fitting: T?
        switch value {
        case .int(let number): fitting = T(exactly: number)
        case .uint64(let number): fitting = T(exactly: number)
        case .hugeint(let number): fitting = T(exactly: number)
        case .uhugeint(let number): fitting = T(exactly: number)
        default: throw mismatch(value)
        }
        guard let fitting else {
            throw DuckDBError(.outOfRange, "a whole number does not fit \(type)")
        }
        return fitting
    }

    private func number(_ value: Value) throws(DuckDBError) -> Double {
        guard let number = value.doubleValue else { throw mismatch(value) }
        return number
    }

    private func store(decimal value: Value, width: UInt8, scale: UInt8, at row: Int)
        throws(DuckDBError)
    {
        let given: DecimalNumber
        switch value {
        case .decimal(let number): given = number
        case .int(let number): given = DecimalNumber(unscaled: Int128(number), scale: 0)
        default: throw mismatch(value)
        }
        guard let unscaled = given.rescaled(to: scale),
            String(unscaled.magnitude).utf8.count <= Int(width)
        else { throw DuckDBError(.outOfRange, "a number does not fit \(type) without loss") }
        switch width {
        case ...4: store(Int16(unscaled), at: row)
        case ...9: store(Int32(unscaled), at: row)
        case ...18: store(Int64(unscaled), at: row)
        default: store(duckdb_hugeint(unscaled), at: row)
        }
    }

    private func store(member name: String, of count: Int, at row: Int) throws(DuckDBError) {
        guard let index = enumerationIndex(of: name) else {
            throw DuckDBError(.conversion, "the value is not a member of \(type)")
        }
        switch count {
        case ...0xFF: store(UInt8(index), at: row)
        case ...0xFFFF: store(UInt16(index), at: row)
        default: store(UInt32(index), at: row)
        }
    }

    func mismatch(_ value: Value) -> DuckDBError {
        let given = (try? value.logicalType())?.description ?? "value of mixed types"
        return DuckDBError(.typeMismatch, "a \(given) does not fit \(type)")
    }
}

extension Timestamp {
    /// In a coarser unit; the infinities stay what they are.
    fileprivate func divided(by factor: Int64) -> Int64 {
        isFinite ? microseconds.flooredQuotient(by: factor) : microseconds
    }
}
