internal import DuckDB
internal import Foundation
internal import Jinja

/// A value of a result as Python's client of DuckDB gives it to dbt.
enum QueryCell: Sendable {
    case none
    case bool(Bool)
    case whole(BigInteger)
    /// FLOAT and DOUBLE, and DECIMAL with its digits.
    case number(PythonDecimal)
    case date(CivilTime)
    case moment(DateTimeObject)
    /// What is a text in Python too, and what has parts, as JSON.
    case string(String)
    /// What prints as a text but is none: times of day, intervals, bytes, UUIDs.
    case other(String)

    /// - Parameter zone: the session's time zone.
    init(_ value: DuckDB.Value, zone: TimeZoneObject) throws(JinjaError) {
        switch value {
        case .null: self = .none
        case .bool(let flag): self = .bool(flag)
        case .int(let number): self = .whole(BigInteger(number))
        case .uint64(let number): self = .whole(BigInteger(number))
        case .hugeint(let number): self = .whole(BigInteger(number))
        case .uhugeint(let number): self = .whole(BigInteger(number))
        case .float, .double: self = .number(Self.decimal(value.doubleValue ?? 0))
        case .decimal(let number):
            self = PythonDecimal(number.description).map { .number($0) } ?? .none
        case .string(let text), .bit(let text): self = .string(text)
        case .union(_, let member): self = try QueryCell(member, zone: zone)
        case .list, .array, .structure, .map:
            let parts = try Jinja.Value(json: value, zone: zone)
            self = .string(try JSON.text(of: parts, sortsKeys: false))
        case .date(let date):
            self = Self.date(date).map { .date($0) } ?? .string(date.description)
        case .timestamp(let time):
            self =
                Self.moment(time, in: nil).map { .moment($0) } ?? .string(time.description)
        case .timestampNS(let nanoseconds):
            let time =
                nanoseconds.magnitude == Int64.max.magnitude
                ? (nanoseconds > 0 ? Timestamp.infinity : .negativeInfinity)
                : Timestamp(microseconds: Int64(CivilTime.floorDivide(Int(nanoseconds), 1000)))
            self = Self.moment(time, in: nil).map { .moment($0) } ?? .string(value.description)
        case .timestamptz(let time):
            self =
                Self.moment(time, in: zone).map { .moment($0) } ?? .string(value.description)
        case .time, .timeNS, .timeTZ, .interval, .blob, .uuid:
            self = .other(Self.text(of: value))
        }
    }

    /// As Python reads the shortest digits that give a floating-point number.
    private static func decimal(_ value: Double) -> PythonDecimal {
        PythonDecimal(Jinja.Value.double(value).pythonText) ?? .notANumber
    }

    /// The last and the first day of Python's calendar stand for the ends of time.
    static func date(_ date: CalendarDate) -> CivilTime? {
        if date == .infinity { return CivilTime(year: 9999, month: 12, day: 31) }
        if date == .negativeInfinity { return CivilTime.range.lowerTime }
        let (microseconds, overflow) = Int(date.days)
            .multipliedReportingOverflow(by: CivilTime.perDay)
        return overflow ? nil : CivilTime(microseconds: microseconds)
    }

    static func moment(_ time: Timestamp, in zone: TimeZoneObject?) -> DateTimeObject? {
        if time == .negativeInfinity { return DateTimeObject(CivilTime.range.lowerTime) }
        if time == .infinity {
            return CivilTime(microseconds: CivilTime.range.upperBound).map { DateTimeObject($0) }
        }
        guard let civil = CivilTime(microseconds: Int(time.microseconds)) else { return nil }
        guard let zone else { return DateTimeObject(civil) }
        return DateTimeObject(civil, zone: .utc).moved(to: zone)
    }

    /// What Python prints for values without a kind of their own in dbt's tables.
    static func text(of value: DuckDB.Value) -> String {
        switch value {
        case .time(let time): return clock(Int(time.microseconds))
        case .timeNS(let nanoseconds): return clock(Int(nanoseconds) / 1000)
        case .timeTZ(let time, let offset):
            return clock(Int(time.microseconds)) + TimeFormat.offset(Int(offset))
        case .interval(let span):
            let days = Int(span.months) * 30 + Int(span.days)
            let (size, overflow) = days.multipliedReportingOverflow(by: CivilTime.perDay)
            let (sum, overflows) = size.addingReportingOverflow(Int(span.microseconds))
            guard !overflow, !overflows else { return span.description }
            return (try? TimeDeltaObject(sum).text()) ?? span.description
        case .blob(let bytes): return PythonBytes.representation(bytes)
        case .uuid(let id): return id.uuidString.lowercased()
        default: return value.description
        }
    }

    private static func clock(_ microseconds: Int) -> String {
        guard microseconds < CivilTime.perDay else { return "24:00:00" }
        let text = TimeFormat.text(
            of: CivilTime(microseconds: microseconds) ?? CivilTime.range.lowerTime, "%H:%M:%S")
        let fraction = microseconds % CivilTime.perSecond
        return fraction == 0 ? text : text + "." + TimeFormat.padded(fraction, 6)
    }
}

/// Bytes as Python writes them.
enum PythonBytes {
    /// `b'a\x00'`.
    static func representation(_ bytes: [UInt8]) -> String {
        let hasSingle = bytes.contains(UInt8(ascii: "'"))
        let quote: Character = hasSingle && !bytes.contains(UInt8(ascii: "\"")) ? "\"" : "'"
        var text = "b\(quote)"
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\\"): text += "\\\\"
            case UInt8(ascii: "\n"): text += "\\n"
            case UInt8(ascii: "\r"): text += "\\r"
            case UInt8(ascii: "\t"): text += "\\t"
            case quote.asciiValue: text += "\\\(quote)"
            case 32..<127: text.unicodeScalars.append(UnicodeScalar(byte))
            default:
                let digits = String(byte, radix: 16)
                text += "\\x" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return text + String(quote)
    }
}

extension Jinja.Value {
    /// A value inside of a list, a structure or a map, as dbt writes it into JSON.
    fileprivate init(json value: DuckDB.Value, zone: TimeZoneObject) throws(JinjaError) {
        switch value {
        case .list(let items), .array(let items):
            self = try Self.list(json: items, zone: zone)
        case .structure(let fields) where fields.allSatisfy(\.name.isEmpty):
            // A row without names is a tuple in Python.
            self = try Self.list(json: fields.map(\.value), zone: zone)
        case .structure(let fields):
            let dict = Dict()
            for field in fields { dict[field.name] = try Self(json: field.value, zone: zone) }
            self = .dict(dict)
        case .map(let entries): self = try Self.map(json: entries, zone: zone)
        case .union(_, let member): self = try Self(json: member, zone: zone)
        default:
            switch try QueryCell(value, zone: zone) {
            case .none: self = .none
            case .bool(let flag): self = .bool(flag)
            case .whole(let number): self = Jinja.Value(number)
            case .number(let number): self = .double(number.double)
            case .date(let day): self = .string(try DateObject(day).text())
            case .moment(let moment): self = .string(moment.isoText())
            case .string(let text), .other(let text): self = .string(text)
            }
        }
    }

    private static func list(
        json items: [DuckDB.Value], zone: TimeZoneObject
    ) throws(JinjaError) -> Jinja.Value {
        var values: [Jinja.Value] = []
        for item in items { values.append(try Jinja.Value(json: item, zone: zone)) }
        return Jinja.Value(values)
    }

    /// A dict, or where Python's keys cannot be that, the keys and the values.
    private static func map(
        json entries: [DuckDB.Value.Entry], zone: TimeZoneObject
    ) throws(JinjaError) -> Jinja.Value {
        let hasParts = entries.contains { entry in
            switch entry.key {
            case .list, .structure, .map: true
            default: false
            }
        }
        if hasParts {
            return .dict(
                Dict([
                    "key": try list(json: entries.map(\.key), zone: zone),
                    "value": try list(json: entries.map(\.value), zone: zone),
                ]))
        }
        let dict = Dict()
        for entry in entries {
            switch entry.key {
            case .date, .timestamp, .timestamptz, .timestampNS, .time, .timeTZ, .timeNS, .interval,
                .blob, .uuid, .decimal:
                throw JinjaError(
                    .type,
                    "a MAP whose keys are neither texts nor numbers has no JSON: cast it to a text")
            default:
                dict[try Jinja.Value(json: entry.key, zone: zone)] =
                    try Jinja.Value(json: entry.value, zone: zone)
            }
        }
        return .dict(dict)
    }
}
