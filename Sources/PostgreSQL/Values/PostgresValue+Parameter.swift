/// A parameter as libpq takes it.
struct Parameter {
    /// 0 lets the server infer the type.
    var oid: UInt32
    /// Nil is NULL. Text ends with a zero byte that is not counted.
    var bytes: [UInt8]?
    var isBinary: Bool
}

extension PostgresValue {
    /// The value as a parameter, of its own type.
    func parameter() throws(PostgreSQLError) -> Parameter {
        switch self {
        case .null: return Parameter(oid: 0, bytes: nil, isBinary: false)
        case .string(let text): return try Self.text(text, oid: 0)
        case .json(let text): return try Self.text(text, oid: 114)
        case .jsonb(let text): return try Self.text(text, oid: 3802)
        case .unread(let type, _):
            throw PostgreSQLError(
                .invalidValue, "a value of type \(type) was read as bytes and cannot be bound")
        default:
            let type = ownType
            var writer = ByteWriter()
            try write(as: type, to: &writer)
            return Parameter(oid: type.oid ?? 0, bytes: writer.bytes, isBinary: true)
        }
    }

    private static func text(_ text: String, oid: UInt32) throws(PostgreSQLError) -> Parameter {
        try checkText(text)
        return Parameter(oid: oid, bytes: Array(text.utf8) + [0], isBinary: false)
    }

    /// PostgreSQL keeps no NUL character in a text; libpq would cut the text there.
    static func checkText(_ text: String) throws(PostgreSQLError) {
        if text.utf8.contains(0) {
            throw PostgreSQLError(
                .invalidValue,
                "a text holds a NUL character (U+0000), which PostgreSQL cannot store; remove it")
        }
    }

    /// The type a value has by itself.
    var ownType: PostgresType {
        switch self {
        case .null, .string: .text
        case .bool: .bool
        case .int16: .int2
        case .int32: .int4
        case .int64: .int8
        case .oid: .oid
        case .float: .float4
        case .double: .float8
        case .numeric: .numeric
        case .bytes: .bytea
        case .uuid: .uuid
        case .date: .date
        case .time: .time
        case .timestamp: .timestamp
        case .timestamptz: .timestamptz
        case .interval: .interval
        case .json: .json
        case .jsonb: .jsonb
        case .vector: .vector
        case .halfvec: .halfvec
        case .array(let array): .array(array.elementType)
        case .unread(let type, _): type
        }
    }
}
