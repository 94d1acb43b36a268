/// One row of a result.
public struct PostgresRow: Sendable {
    let handle: ResultHandle
    let shape: ResultShape
    /// Counted within the handle.
    let index: Int

    public var columns: [PostgresColumn] { shape.columns }

    /// All values, in the order of the columns. Throws `.typeMismatch` where the server sent
    /// bytes that are not of the column's type.
    public func values() throws(PostgreSQLError) -> [PostgresValue] {
        var values: [PostgresValue] = []
        values.reserveCapacity(columns.count)
        for column in columns.indices { values.append(try value(column)) }
        return values
    }

    /// A value as it is.
    public func value(_ column: Int) throws(PostgreSQLError) -> PostgresValue {
        precondition(columns.indices.contains(column), "column \(column) of \(columns.count)")
        let type = columns[column].type
        return try withExtendedLifetime(handle) { () throws(PostgreSQLError) in
            guard let bytes = handle.bytes(row: index, column: column) else { return .null }
            if let value = PostgresValue(bytes, type: type, types: shape.types) { return value }
            throw PostgreSQLError(
                .typeMismatch,
                "column \(columns[column].name) does not read as its type \(type) "
                    + "(\(bytes.count) bytes)")
        }
    }

    /// A value as it is, by its column's name.
    public func value(_ name: String) throws(PostgreSQLError) -> PostgresValue {
        try value(try shape.index(of: name))
    }

    public func isNull(_ column: Int) -> Bool { handle.bytes(row: index, column: column) == nil }

    /// The value as a Swift type: `let id = try row.decode("id", as: UUID.self)`. NULL decodes as
    /// an optional. Throws `.unknownColumn` or `.typeMismatch`.
    public func decode<T: PostgresConvertible>(_ name: String, as type: T.Type = T.self)
        throws(PostgreSQLError) -> T
    {
        try decode(try shape.index(of: name), as: type)
    }

    /// The value of a column by its index.
    public func decode<T: PostgresConvertible>(_ column: Int, as type: T.Type = T.self)
        throws(PostgreSQLError) -> T
    {
        if T.self == [Float].self, let floats = floats(column) as? T { return floats }
        let value = try value(column)
        if let decoded = T(postgresValue: value) { return decoded }
        let name = columns[column].name
        if value == .null {
            throw PostgreSQLError(.typeMismatch, "column \(name) is NULL, not \(T.self)")
        }
        var message = "column \(name) is \(columns[column].type) and does not read as \(T.self)"
        if case .unread(let type, _) = value {
            message += "; values of type \(type) are read as text: select \(name)::text"
        }
        throw PostgreSQLError(.typeMismatch, message)
    }

    /// A vector or a real[] without NULLs and of one dimension, without boxing its elements.
    private func floats(_ column: Int) -> [Float]? {
        withExtendedLifetime(handle) {
            guard let bytes = handle.bytes(row: index, column: column) else { return nil }
            var reader = ByteReader(bytes)
            switch columns[column].type {
            case .vector:
                guard let count: UInt16 = reader.read(), reader.read(UInt16.self) != nil,
                    reader.remaining == Int(count) * 4
                else { return nil }
                return (0..<Int(count)).map { _ in reader.readFloat() ?? .nan }
            case .array(.float4):
                guard reader.read(Int32.self) == 1, reader.read(Int32.self) == 0,
                    reader.read(UInt32.self) != nil, let count: Int32 = reader.read(),
                    reader.read(Int32.self) != nil, reader.remaining == Int(count) * 8
                else { return nil }
                return (0..<Int(count)).map { _ in
                    _ = reader.read(Int32.self)
                    return reader.readFloat() ?? .nan
                }
            default: return nil
            }
        }
    }
}
