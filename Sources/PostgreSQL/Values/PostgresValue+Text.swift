import Foundation

extension PostgresValue {
    /// The value as PostgreSQL reads it from text; nil for NULL.
    func text() throws(PostgreSQLError) -> String? {
        switch self {
        case .null: return nil
        case .bool(let value): return value ? "t" : "f"
        case .int16(let value): return String(value)
        case .int32(let value): return String(value)
        case .int64(let value): return String(value)
        case .oid(let value): return String(value)
        case .float(let value): return Self.text(value)
        case .double(let value): return Self.text(value)
        case .numeric(let value): return value.description
        case .string(let value), .json(let value), .jsonb(let value):
            try Self.checkText(value)
            return value
        case .bytes(let value): return "\\x" + value.map { Self.hex[Int($0)] }.joined()
        case .uuid(let value): return value.uuidString
        case .date(let value): return value.description
        case .time(let value): return value.description
        case .timestamp(let value): return value.description
        case .timestamptz(let value):
            guard value.isFinite else { return value.description }
            let text = value.description
            return text.hasSuffix(" BC") ? text.dropLast(3) + "+00 BC" : text + "+00"
        case .interval(let value): return value.description
        case .vector(let values), .halfvec(let values):
            return "[" + values.map { Self.text($0) }.joined(separator: ",") + "]"
        case .array(let array):
            return try Self.text(array.elements[...], array.dimensions[...])
        case .unread(let type, _):
            throw PostgreSQLError(
                .invalidValue, "a value of type \(type) was read as bytes and cannot be written")
        }
    }

    private static let hex = (0...255).map { value in
        (value < 16 ? "0" : "") + String(value, radix: 16)
    }

    private static func text<T: BinaryFloatingPoint & CustomStringConvertible>(_ value: T) -> String
    {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
        return value.description
    }

    /// `{1,NULL,"a \"b\""}`; a dimension a pair of braces.
    private static func text(_ elements: ArraySlice<PostgresValue>, _ dimensions: ArraySlice<Int>)
        throws(PostgreSQLError) -> String
    {
        guard let length = dimensions.first, length > 0 else { return "{}" }
        let size = elements.count / length
        var parts: [String] = []
        for index in 0..<length {
            let start = elements.startIndex + index * size
            if dimensions.count > 1 {
                parts.append(try text(elements[start..<start + size], dimensions.dropFirst()))
            } else if let text = try elements[start].text() {
                let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
                parts.append("\"\(escaped)\"")
            } else {
                parts.append("NULL")
            }
        }
        return "{" + parts.joined(separator: ",") + "}"
    }
}
