/// The whole answer of a statement, in memory.
///
/// `result[row, "name"]` is one boxed value, `rows` walks them, and the functions of
/// `Result+Columns` and `chunks` read whole columns fast.
public struct Result: Sendable {
    /// Empty for statements that answer with no table.
    public let columns: [Column]
    public let rowCount: Int
    /// Rows inserted, updated or deleted; for RETURNING the rows returned; else 0.
    public let changes: Int
    /// The rows in blocks, in order.
    public let chunks: [Chunk]
    /// The number of the first row of each chunk.
    private let starts: [Int]

    init(columns: [Column], chunks: [Chunk], changes: Int = 0) {
        self.columns = columns
        self.chunks = chunks
        self.changes = changes
        var starts: [Int] = []
        var total = 0
        for chunk in chunks {
            starts.append(total)
            total += chunk.rowCount
        }
        self.starts = starts
        rowCount = total
    }

    public var isEmpty: Bool { rowCount == 0 }

    /// The value at a row and column, both from 0.
    public subscript(row: Int, column: Int) -> Value {
        let (chunk, row) = locate(row)
        return chunk.value(row: row, column: column)
    }

    /// The value at a row, by the column's name. A name the result does not have is a
    /// programmer's mistake; `index(of:)` asks first.
    public subscript(row: Int, column: String) -> Value {
        guard let index = try? index(of: column) else {
            preconditionFailure("the result has no column \(column)")
        }
        return self[row, index]
    }

    /// The index of a column. Throws `.unknownColumn`.
    public func index(of name: String) throws(DuckDBError) -> Int { try columns.index(of: name) }

    /// The single value of the first row, as of `SELECT count(*)`; nil where there is no row.
    public var first: Value? { rowCount == 0 || columns.isEmpty ? nil : self[0, 0] }

    /// Calls the body with each block of rows.
    public func forEachChunk<E: Error>(_ body: (Chunk) throws(E) -> Void) throws(E) {
        for chunk in chunks { try body(chunk) }
    }

    func locate(_ row: Int) -> (chunk: Chunk, row: Int) {
        precondition(row >= 0 && row < rowCount, "row \(row) of \(rowCount)")
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= row { low = middle } else { high = middle }
        }
        return (chunks[low], row - starts[low])
    }
}
