/// Typed columns, read where the engine left them. Each throws `.typeMismatch` where the column
/// has another type.
extension Chunk {
    /// BIGINT and everything kept as a 64-bit number: TIMESTAMP (any unit), TIME.
    public func int64s(_ column: Int) throws(DuckDBError) -> NumberColumn<Int64> {
        try numbers(
            column,
            [
                .bigint, .timestamp, .timestampTZ, .timestampS, .timestampMS, .timestampNS, .time,
                .timeNS,
            ])
    }

    /// INTEGER, and DATE as days since 1970.
    public func int32s(_ column: Int) throws(DuckDBError) -> NumberColumn<Int32> {
        try numbers(column, [.integer, .date])
    }

    /// FLOAT.
    public func floats(_ column: Int) throws(DuckDBError) -> NumberColumn<Float> {
        try numbers(column, [.float])
    }

    /// DOUBLE.
    public func doubles(_ column: Int) throws(DuckDBError) -> NumberColumn<Double> {
        try numbers(column, [.double])
    }

    /// BOOLEAN, a byte a row.
    public func bools(_ column: Int) throws(DuckDBError) -> NumberColumn<Bool> {
        try numbers(column, [.boolean])
    }

    /// VARCHAR, JSON, or the bytes of BLOB.
    public func strings(_ column: Int) throws(DuckDBError) -> StringColumn {
        StringColumn(try view(column, [.varchar, .json, .blob]), self)
    }

    public func uuids(_ column: Int) throws(DuckDBError) -> UUIDColumn {
        UUIDColumn(try view(column, [.uuid]), self)
    }

    /// FLOAT[] or FLOAT[n]. Throws `.typeMismatch` also where a vector holds a NULL.
    public func floatVectors(_ column: Int) throws(DuckDBError) -> FloatVectorColumn {
        if let vectors = FloatVectorColumn(views[column], self) { return vectors }
        if case .list(.float) = columns[column].type { throw nullInside(column) }
        if case .array(.float, _) = columns[column].type { throw nullInside(column) }
        throw mismatch(column, "FLOAT[]")
    }

    private func numbers<Element>(_ column: Int, _ types: [LogicalType]) throws(DuckDBError)
        -> NumberColumn<Element>
    {
        NumberColumn(try view(column, types), self)
    }

    private func view(_ column: Int, _ types: [LogicalType]) throws(DuckDBError) -> VectorView {
        guard types.contains(columns[column].type) else {
            throw mismatch(column, types.map(\.description).joined(separator: " or "))
        }
        return views[column]
    }

    private func mismatch(_ column: Int, _ wanted: String) -> DuckDBError {
        let column = columns[column]
        return DuckDBError(
            .typeMismatch, "column \(column.name) is \(column.type), not \(wanted)")
    }

    private func nullInside(_ column: Int) -> DuckDBError {
        DuckDBError(
            .typeMismatch, "a vector of column \(columns[column].name) holds a NULL element")
    }
}
