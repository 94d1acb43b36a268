import Foundation

extension Value: CustomStringConvertible {
    /// As DuckDB prints it: NULL, true, 1.5, text as it is, [1, 2], {'a': 1}.
    public var description: String {
        switch self {
        case .null: "NULL"
        case .bool(let value): value ? "true" : "false"
        case .int(let value): String(value)
        case .uint64(let value): String(value)
        case .hugeint(let value): String(value)
        case .uhugeint(let value): String(value)
        case .float(let value): String(describing: value)
        case .double(let value): String(describing: value)
        case .decimal(let value): value.description
        case .string(let value): value
        case .blob(let bytes): bytes.map { Self.escaped($0) }.joined()
        case .bit(let digits): digits
        case .date(let value): value.description
        case .time(let value): value.description
        case .timeNS(let nanos): Self.nanoseconds(nanos)
        case .timeTZ(let time, let offset): "\(time)\(Self.offset(offset))"
        case .timestamp(let value): value.description
        case .timestampNS(let nanos): Self.timestampNS(nanos)
        case .timestamptz(let value): value.isFinite ? "\(value)+00" : value.description
        case .interval(let value): value.description
        case .uuid(let value): value.uuidString.lowercased()
        case .list(let values), .array(let values):
            "[" + values.map(\.nested).joined(separator: ", ") + "]"
        case .structure(let fields):
            "{" + fields.map { "'\($0.name)': \($0.value.nested)" }.joined(separator: ", ") + "}"
        case .map(let entries):
            "{" + entries.map { "\($0.key.nested)=\($0.value.nested)" }.joined(separator: ", ")
                + "}"
        case .union(_, let value): value.description
        }
    }

    /// Inside a list, text stands in quotes, so that its commas are not taken for the list's.
    private var nested: String {
        guard case .string(let text) = self else { return description }
        return "'" + text.replacing("'", with: "''") + "'"
    }

    private static func escaped(_ byte: UInt8) -> String {
        if (32...126).contains(byte) && byte != UInt8(ascii: "\\") {
            return String(UnicodeScalar(byte))
        }
        let digits = String(byte, radix: 16, uppercase: true)
        return "\\x" + (digits.count == 1 ? "0" : "") + digits
    }

    private static func offset(_ seconds: Int32) -> String {
        let size = seconds.magnitude
        var text = (seconds < 0 ? "-" : "+") + (size / 3600).padded(to: 2)
        if size % 3600 != 0 { text += ":" + (size / 60 % 60).padded(to: 2) }
        if size % 60 != 0 { text += ":" + (size % 60).padded(to: 2) }
        return text
    }

    private static func timestampNS(_ nanos: Int64) -> String {
        if nanos == .max { return "infinity" }
        if nanos == -.max { return "-infinity" }
        let (days, rest) = nanos.floored(by: 86_400_000_000_000)
        return "\(CalendarDate(days: Int32(days))) \(nanoseconds(rest))"
    }

    private static func nanoseconds(_ nanos: Int64) -> String {
        let (seconds, fraction) = nanos.quotientAndRemainder(dividingBy: 1_000_000_000)
        let whole = TimeOfDay(microseconds: seconds * 1_000_000).description
        guard fraction != 0 else { return whole }
        var digits = fraction.padded(to: 9)
        while digits.last == "0" { digits.removeLast() }
        return whole + "." + digits
    }
}
