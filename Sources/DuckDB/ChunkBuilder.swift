internal import CDuckDB

/// Owns a chunk that is being filled.
final class ChunkBuilder {
    let writers: [VectorWriter]
    private(set) var raw: duckdb_data_chunk?
    let capacity: Int
    var rowCount = 0

    init(types: [LogicalType]) {
        let handles = types.map { $0.makeHandle() }
        raw = withExtendedLifetime(handles) {
            var rawTypes = handles.map(\.raw)
            return duckdb_create_data_chunk(&rawTypes, idx_t(types.count))
        }
        let chunk = raw
        writers = types.enumerated().map { index, type in
            VectorWriter(duckdb_data_chunk_get_vector(chunk, idx_t(index)), type: type)
        }
        capacity = Int(duckdb_vector_size())
    }

    deinit { duckdb_destroy_data_chunk(&raw) }

    /// Makes the rows so far what the chunk holds.
    func finish() {
        for writer in writers { writer.finish() }
        duckdb_data_chunk_set_size(raw, idx_t(rowCount))
    }

    func reset() {
        duckdb_data_chunk_reset(raw)
        for writer in writers { writer.reset() }
        rowCount = 0
    }
}
