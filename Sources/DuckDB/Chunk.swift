internal import CDuckDB

/// A block of up to 2,048 rows, column by column, as the engine keeps it.
///
/// Boxed access is `value(row:column:)`; the typed columns of `Chunk+Columns` read the engine's
/// memory without copying and keep the chunk alive while they live.
public final class Chunk: @unchecked Sendable {
    // Sendable: the memory is written by the engine before the chunk is made and never after.
    public let columns: [Column]
    public let rowCount: Int
    let views: [VectorView]
    private var raw: duckdb_data_chunk?

    /// Takes the handle over, or borrows it for the time of a callback.
    init(_ raw: duckdb_data_chunk, columns: [Column], owned: Bool = true) {
        self.columns = columns
        self.raw = owned ? raw : nil
        rowCount = Int(duckdb_data_chunk_get_size(raw))
        views = columns.enumerated().map { index, column in
            VectorView(duckdb_data_chunk_get_vector(raw, idx_t(index)), type: column.type)
        }
    }

    deinit { duckdb_destroy_data_chunk(&raw) }

    /// The value at a row, counted within this chunk.
    public func value(row: Int, column: Int) -> Value {
        precondition(row >= 0 && row < rowCount, "row \(row) of \(rowCount)")
        return views[column].value(row)
    }

    public func isNull(row: Int, column: Int) -> Bool {
        precondition(row >= 0 && row < rowCount, "row \(row) of \(rowCount)")
        return views[column].isNull(row)
    }

    /// The values of one row.
    public func row(_ row: Int) -> [Value] {
        precondition(row >= 0 && row < rowCount, "row \(row) of \(rowCount)")
        return views.map { $0.value(row) }
    }

    /// The index of a column. Throws `.unknownColumn`.
    public func index(of name: String) throws(DuckDBError) -> Int {
        try columns.index(of: name)
    }
}

extension [Column] {
    /// By exact name, else without regard to case as in SQL.
    func index(of name: String) throws(DuckDBError) -> Int {
        if let index = firstIndex(where: { $0.name == name }) { return index }
        let lowered = name.lowercased()
        if let index = firstIndex(where: { $0.name.lowercased() == lowered }) { return index }
        let known = map(\.name).joined(separator: ", ")
        throw DuckDBError(.unknownColumn, "there is no column \(name); there are: \(known)")
    }
}
