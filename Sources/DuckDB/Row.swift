/// One row of a result.
public struct Row: Sendable {
    let chunk: Chunk
    /// Counted within the chunk.
    let index: Int

    public var columns: [Column] { chunk.columns }
    /// All values, in the order of the columns.
    public var values: [Value] { chunk.row(index) }

    public subscript(column: Int) -> Value { chunk.value(row: index, column: column) }

    /// By the column's name; a name the row does not have is a programmer's mistake.
    public subscript(name: String) -> Value {
        guard let column = try? chunk.index(of: name) else {
            preconditionFailure("the row has no column \(name)")
        }
        return self[column]
    }

    /// The value as a Swift type: `let id = try row.decode("id", as: UUID.self)`. NULL decodes as
    /// an optional. Throws `.unknownColumn` or `.typeMismatch`.
    public func decode<T: ValueConvertible>(_ name: String, as type: T.Type = T.self)
        throws(DuckDBError) -> T
    {
        try decode(try chunk.index(of: name), as: type)
    }

    /// The value of a column by its index.
    public func decode<T: ValueConvertible>(_ column: Int, as type: T.Type = T.self)
        throws(DuckDBError) -> T
    {
        let value = self[column]
        if let decoded = T(duckDBValue: value) { return decoded }
        let name = columns[column].name
        throw DuckDBError(
            .typeMismatch,
            value == .null
                ? "column \(name) is NULL, not \(T.self)"
                : "column \(name) is \(columns[column].type) and does not read as \(T.self)")
    }
}

extension Chunk {
    /// The rows of the block.
    public var rows: some RandomAccessCollection<Row> & Sendable { ChunkRows(chunk: self) }
}

private struct ChunkRows: RandomAccessCollection, Sendable {
    let chunk: Chunk
    var startIndex: Int { 0 }
    var endIndex: Int { chunk.rowCount }
    subscript(index: Int) -> Row {
        precondition(index >= 0 && index < chunk.rowCount, "row \(index) of \(chunk.rowCount)")
        return Row(chunk: chunk, index: index)
    }
}

extension Result {
    /// The rows of a result, in order.
    public struct Rows: RandomAccessCollection, Sendable {
        let result: Result
        public var startIndex: Int { 0 }
        public var endIndex: Int { result.rowCount }
        public subscript(index: Int) -> Row {
            let (chunk, row) = result.locate(index)
            return Row(chunk: chunk, index: row)
        }
    }

    public var rows: Rows { Rows(result: self) }
}
