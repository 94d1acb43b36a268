extension ScalarFunction {
    /// The rows of one call. Valid until the function returns: nothing of it may be kept.
    public struct Arguments: Sendable {
        /// The arguments as columns; typed access as on any chunk.
        public let chunk: Chunk
        let interruption: Interruption?

        public var rowCount: Int { chunk.rowCount }
        public var columnCount: Int { chunk.columns.count }

        /// One argument of one row, boxed.
        public subscript(row: Int, column: Int) -> Value { chunk.value(row: row, column: column) }

        public func isNull(_ row: Int, _ column: Int) -> Bool {
            chunk.isNull(row: row, column: column)
        }

        /// Whether any argument of the row is NULL.
        public func hasNull(_ row: Int) -> Bool { chunk.views.contains { $0.isNull(row) } }

        /// Whether the statement was interrupted: a slow function should stop and throw.
        public var isInterrupted: Bool { interruption?.isSet ?? false }

        /// Throws `.interrupt` where the statement was interrupted.
        public func checkInterruption() throws(DuckDBError) {
            if isInterrupted { throw DuckDBError(.interrupt, Interruption.message) }
        }
    }

    /// Where a call writes its answer, row by row in any order, one thread at a time.
    public struct Answer {
        let writer: VectorWriter
        let rowCount: Int

        /// Any value that fits the function's return type.
        public func set(_ value: Value, at row: Int) throws(DuckDBError) {
            try writer.store(value, at: checked(row))
        }

        /// A value of Swift; nil is NULL.
        public func set(_ value: some ValueConvertible, at row: Int) throws(DuckDBError) {
            try writer.store(value.duckDBValue, at: checked(row))
        }

        public func setNull(at row: Int) { writer.storeNull(at: checked(row)) }

        /// For a return type of VARCHAR or JSON.
        public func set(_ text: String, at row: Int) throws(DuckDBError) {
            if writer.type == .varchar || writer.type == .json {
                return writer.store(string: text, at: checked(row))
            }
            try writer.store(.string(text), at: checked(row))
        }

        /// For a return type of FLOAT[] or FLOAT[n].
        public func set(_ vector: [Float], at row: Int) throws(DuckDBError) {
            try vector.withUnsafeBufferPointer { buffer throws(DuckDBError) in
                try writer.store(vector: buffer, at: checked(row))
            }
        }

        /// For a return type of FLOAT[] or FLOAT[n].
        public func set(_ vector: UnsafeBufferPointer<Float>, at row: Int) throws(DuckDBError) {
            try writer.store(vector: vector, at: checked(row))
        }

        private func checked(_ row: Int) -> Int {
            precondition(row >= 0 && row < rowCount, "row \(row) of \(rowCount)")
            return row
        }
    }
}
