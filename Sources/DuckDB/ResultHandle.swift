internal import CDuckDB

/// Owns a `duckdb_result` and reads it chunk by chunk.
final class ResultHandle {
    private var raw: duckdb_result
    let columns: [Column]
    let kind: duckdb_result_type
    let statement: duckdb_statement_type

    init(_ raw: duckdb_result) {
        var raw = raw
        kind = duckdb_result_return_type(raw)
        statement = duckdb_result_statement_type(raw)
        columns = (0..<duckdb_column_count(&raw)).map { index in
            let type = TypeHandle(duckdb_column_logical_type(&raw, index))
            let name = duckdb_column_name(&raw, index).map { String(cString: $0) }
            return withExtendedLifetime(type) {
                Column(name: name ?? "", type: LogicalType(type.raw))
            }
        }
        self.raw = raw
    }

    deinit { duckdb_destroy_result(&raw) }

    /// The next rows, nil after the last.
    func next() throws(DuckDBError) -> Chunk? {
        if let chunk = duckdb_fetch_chunk(raw) { return Chunk(chunk, columns: columns) }
        if let text = duckdb_result_error(&raw), text.pointee != 0 {
            throw .engine(duckdb_result_error_type(&raw), text)
        }
        return nil
    }

    /// Throws where a column cannot be read here.
    func checkTypes() throws(DuckDBError) {
        for column in columns {
            if let type = column.type.unreadable {
                throw DuckDBError(
                    .unsupportedType,
                    "column \(column.name) has the type \(type), which cannot be read: "
                        + "cast it in the statement, for example to VARCHAR or JSON")
            }
        }
    }

    /// All that is left, as a result.
    func collect() throws(DuckDBError) -> Result {
        var chunks: [Chunk] = []
        if kind == DUCKDB_RESULT_TYPE_QUERY_RESULT { try checkTypes() }
        while let chunk = try next() {
            if chunk.rowCount > 0 { chunks.append(chunk) }
        }
        switch kind {
        case DUCKDB_RESULT_TYPE_CHANGED_ROWS:
            let changes = chunks.first?.value(row: 0, column: 0).intValue ?? 0
            return Result(columns: [], chunks: [], changes: changes)
        case DUCKDB_RESULT_TYPE_NOTHING:
            return Result(columns: [], chunks: [])
        default:
            let writes = [
                DUCKDB_STATEMENT_TYPE_INSERT, DUCKDB_STATEMENT_TYPE_UPDATE,
                DUCKDB_STATEMENT_TYPE_DELETE, DUCKDB_STATEMENT_TYPE_MERGE_INTO,
            ].contains(statement)
            return Result(
                columns: columns, chunks: chunks,
                changes: writes ? chunks.reduce(0) { $0 + $1.rowCount } : 0)
        }
    }
}

extension LogicalType {
    /// The part of the type that this wrapper has no reader for.
    var unreadable: LogicalType? {
        switch self {
        case .variant, .unknown: self
        case .list(let element), .array(let element, _): element.unreadable
        case .map(let key, let value): key.unreadable ?? value.unreadable
        case .structure(let members), .union(let members):
            members.lazy.compactMap(\.type.unreadable).first
        default: nil
        }
    }
}
