internal import CDuckDB
import Foundation

extension VectorView {
    /// The value of a row, boxed.
    func value(_ row: Int) -> Value {
        if isNull(row) { return .null }
        switch type {
        case .boolean: return .bool(load(row, as: UInt8.self) != 0)
        case .tinyint: return .int(Int64(load(row, as: Int8.self)))
        case .smallint: return .int(Int64(load(row, as: Int16.self)))
        case .integer: return .int(Int64(load(row, as: Int32.self)))
        case .bigint: return .int(load(row))
        case .utinyint: return .int(Int64(load(row, as: UInt8.self)))
        case .usmallint: return .int(Int64(load(row, as: UInt16.self)))
        case .uinteger: return .int(Int64(load(row, as: UInt32.self)))
        case .ubigint: return .uint64(load(row))
        case .hugeint: return .hugeint(loadWide(row))
        case .uhugeint: return .uhugeint(UInt128(bitPattern: loadWide(row)))
        case .float: return .float(load(row))
        case .double: return .double(load(row))
        case .decimal(let width, let scale):
            return .decimal(
                DecimalNumber(unscaled: unscaled(row, width: width), width: width, scale: scale))
        case .varchar, .json: return .string(withBytes(row) { String(decoding: $0, as: UTF8.self) })
        case .bignum: return .string(withBytes(row) { BigNumber.digits(of: $0) })
        case .blob, .geometry: return .blob(withBytes(row) { [UInt8]($0) })
        case .bit: return .bit(withBytes(row) { BitString.digits(of: $0) })
        case .date: return .date(CalendarDate(days: load(row)))
        case .time: return .time(TimeOfDay(microseconds: load(row)))
        case .timeNS: return .timeNS(load(row))
        case .timeTZ:
            let bits = load(row, as: UInt64.self)
            // 40 bits of microseconds, then the offset counted down from 15:59:59.
            let offset = 57_599 - Int32(bits & 0xFF_FFFF)
            return .timeTZ(TimeOfDay(microseconds: Int64(bits >> 24)), offset: offset)
        case .timestamp: return .timestamp(Timestamp(microseconds: load(row)))
        case .timestampTZ: return .timestamptz(Timestamp(microseconds: load(row)))
        case .timestampS: return .timestamp(scaled(load(row), by: 1_000_000))
        case .timestampMS: return .timestamp(scaled(load(row), by: 1_000))
        case .timestampNS: return .timestampNS(load(row))
        case .interval:
            let raw = load(row, as: duckdb_interval.self)
            return .interval(
                Interval(months: raw.months, days: raw.days, microseconds: raw.micros))
        case .uuid: return .uuid(uuid(row))
        case .enumeration(let names): return .string(names[enumerationIndex(row, names.count)])
        case .list: return .list(elements(row).map { children[0].value($0) })
        case .array(_, let count):
            return .array((row * count..<(row + 1) * count).map { children[0].value($0) })
        case .structure(let members):
            return .structure(
                zip(members, children).map { Value.Field($0.name, $1.value(row)) })
        case .map:
            let entry = children[0]
            return .map(
                elements(row).map {
                    Value.Entry(entry.children[0].value($0), entry.children[1].value($0))
                })
        case .union(let members):
            let tag = Int(children[0].load(row, as: UInt8.self))
            return .union(tag: members[tag].name, children[tag + 1].value(row))
        case .null, .any, .variant, .unknown: return .null
        }
    }

    /// Where the elements of a list or map stand in its child.
    @inline(__always)
    func elements(_ row: Int) -> Range<Int> {
        let entry = load(row, as: duckdb_list_entry.self)
        return Int(entry.offset)..<Int(entry.offset + entry.length)
    }

    @inline(__always)
    func uuid(_ row: Int) -> UUID {
        let raw = load(row, as: duckdb_hugeint.self)
        // DuckDB flips the top bit so that UUIDs sort as signed numbers.
        return UUID(upper: UInt64(bitPattern: raw.upper) ^ 1 << 63, lower: raw.lower)
    }

    private func unscaled(_ row: Int, width: UInt8) -> Int128 {
        switch width {
        case ...4: Int128(load(row, as: Int16.self))
        case ...9: Int128(load(row, as: Int32.self))
        case ...18: Int128(load(row, as: Int64.self))
        default: loadWide(row)
        }
    }

    private func enumerationIndex(_ row: Int, _ count: Int) -> Int {
        switch count {
        case ...0xFF: Int(load(row, as: UInt8.self))
        case ...0xFFFF: Int(load(row, as: UInt16.self))
        default: Int(load(row, as: UInt32.self))
        }
    }

    private func scaled(_ count: Int64, by factor: Int64) -> Timestamp {
        let (product, overflow) = count.multipliedReportingOverflow(by: factor)
        if overflow { return count > 0 ? .infinity : .negativeInfinity }
        return Timestamp(microseconds: product)
    }
}
