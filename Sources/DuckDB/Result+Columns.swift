public import Foundation

/// Whole columns by name, NULL as nil. Each throws `.unknownColumn`, or `.typeMismatch` where the
/// column has another type.
extension Result {
    /// Whole numbers of any width that fits Int64.
    public func integers(_ name: String) throws(DuckDBError) -> [Int64?] {
        let column = try index(of: name)
        if columns[column].type == .bigint {
            return try collect { chunk throws(DuckDBError) in try chunk.int64s(column) }
        }
        return try boxed(column, "a whole number") { $0.int64Value }
    }

    /// Numbers of any kind, as the nearest doubles.
    public func doubles(_ name: String) throws(DuckDBError) -> [Double?] {
        let column = try index(of: name)
        if columns[column].type == .double {
            return try collect { chunk throws(DuckDBError) in try chunk.doubles(column) }
        }
        return try boxed(column, "a number") { $0.doubleValue }
    }

    public func bools(_ name: String) throws(DuckDBError) -> [Bool?] {
        let column = try index(of: name)
        return try collect { chunk throws(DuckDBError) in try chunk.bools(column) }
    }

    /// VARCHAR, JSON and ENUM.
    public func strings(_ name: String) throws(DuckDBError) -> [String?] {
        let column = try index(of: name)
        if columns[column].type == .varchar || columns[column].type == .json {
            return try collect { chunk throws(DuckDBError) in try chunk.strings(column) }
        }
        return try boxed(column, "text") { $0.stringValue }
    }

    public func uuids(_ name: String) throws(DuckDBError) -> [UUID?] {
        let column = try index(of: name)
        return try collect { chunk throws(DuckDBError) in try chunk.uuids(column) }
    }

    /// TIMESTAMP and TIMESTAMP WITH TIME ZONE.
    public func timestamps(_ name: String) throws(DuckDBError) -> [Timestamp?] {
        try boxed(try index(of: name), "a timestamp") { $0.timestampValue }
    }

    /// VARCHAR[].
    public func stringLists(_ name: String) throws(DuckDBError) -> [[String]?] {
        try boxed(try index(of: name), "a list of text") { [String](duckDBValue: $0) }
    }

    /// FLOAT[] and FLOAT[n], copied. `Chunk.floatVectors` reads them in place.
    public func floatVectors(_ name: String) throws(DuckDBError) -> [[Float]?] {
        let column = try index(of: name)
        return try collect { chunk throws(DuckDBError) in try chunk.floatVectors(column) }
    }

    /// A column as any type that reads from SQL; NULL only where that is an optional.
    public func decode<T: ValueConvertible>(_ name: String, as type: T.Type = T.self)
        throws(DuckDBError) -> [T]
    {
        let column = try index(of: name)
        var decoded: [T] = []
        decoded.reserveCapacity(rowCount)
        for row in rows { decoded.append(try row.decode(column)) }
        return decoded
    }

    private func collect<C: Collection>(_ typed: (Chunk) throws(DuckDBError) -> C)
        throws(DuckDBError) -> [C.Element]
    {
        var all: [C.Element] = []
        all.reserveCapacity(rowCount)
        for chunk in chunks { all.append(contentsOf: try typed(chunk)) }
        return all
    }

    private func boxed<T>(_ column: Int, _ wanted: String, _ read: (Value) -> T?)
        throws(DuckDBError) -> [T?]
    {
        var all: [T?] = []
        all.reserveCapacity(rowCount)
        for chunk in chunks {
            for row in 0..<chunk.rowCount {
                let value = chunk.value(row: row, column: column)
                let item = read(value)
                guard item != nil || value == .null else {
                    throw DuckDBError(
                        .typeMismatch,
                        "column \(columns[column].name) is \(columns[column].type), not \(wanted)")
                }
                all.append(item)
            }
        }
        return all
    }
}
