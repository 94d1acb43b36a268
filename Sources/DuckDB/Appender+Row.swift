public import Foundation

extension Appender {
    /// Appends a row value by value, without boxing:
    ///
    ///     try appender.appendRow { row throws(DuckDBError) in
    ///         try row.append(id)
    ///         try row.append("text")
    ///         try row.append(vector)
    ///     }
    ///
    /// A row that throws, or gives too few or too many values, is left out.
    @inlinable
    public func appendRow<E: Error>(_ body: (inout RowWriter) throws(E) -> Void) throws {
        var row = try beginRow()
        try body(&row)
        try finish(row)
    }

    @usableFromInline
    func beginRow() throws(DuckDBError) -> RowWriter {
        try checkOpen()
        return RowWriter(appender: self)
    }

    @usableFromInline
    func finish(_ row: RowWriter) throws(DuckDBError) {
        guard row.column == columns.count else {
            throw DuckDBError(
                .parameters,
                "table \(table) takes \(columns.count) values a row and was given \(row.column)")
        }
        try endRow()
    }

    /// Writes the values of one row from left to right.
    public struct RowWriter {
        @usableFromInline let appender: Appender
        @usableFromInline var column = 0

        @usableFromInline
        init(appender: Appender) { self.appender = appender }

        private mutating func next() throws(DuckDBError) -> (VectorWriter, Int) {
            guard column < appender.columns.count else {
                throw DuckDBError(
                    .parameters,
                    "table \(appender.table) takes \(appender.columns.count) values a row")
            }
            defer { column += 1 }
            return (appender.builder.writers[column], appender.builder.rowCount)
        }

        private func attempt(_ body: () throws(DuckDBError) -> Void) throws(DuckDBError) {
            do {
                try body()
            } catch {
                throw appender.named(error, column - 1)
            }
        }

        /// Any value, converted where nothing is lost.
        public mutating func append(_ value: Value) throws(DuckDBError) {
            let (writer, row) = try next()
            try attempt { () throws(DuckDBError) in try writer.store(value, at: row) }
        }

        public mutating func appendNull() throws(DuckDBError) {
            let (writer, row) = try next()
            writer.storeNull(at: row)
        }

        public mutating func append(_ value: Int64) throws(DuckDBError) {
            let (writer, row) = try next()
            if writer.type == .bigint { return writer.store(value, at: row) }
            try attempt { () throws(DuckDBError) in try writer.store(.int(value), at: row) }
        }

        public mutating func append(_ value: Int) throws(DuckDBError) {
            try append(Int64(value))
        }

        public mutating func append(_ value: Double) throws(DuckDBError) {
            let (writer, row) = try next()
            if writer.type == .double { return writer.store(value, at: row) }
            try attempt { () throws(DuckDBError) in try writer.store(.double(value), at: row) }
        }

        public mutating func append(_ value: Bool) throws(DuckDBError) {
            try append(.bool(value))
        }

        public mutating func append(_ value: String) throws(DuckDBError) {
            let (writer, row) = try next()
            if writer.type == .varchar { return writer.store(string: value, at: row) }
            try attempt { () throws(DuckDBError) in try writer.store(.string(value), at: row) }
        }

        public mutating func append(_ value: UUID) throws(DuckDBError) {
            let (writer, row) = try next()
            if writer.type == .uuid { return writer.store(uuid: value, at: row) }
            try attempt { () throws(DuckDBError) in try writer.store(.uuid(value), at: row) }
        }

        /// Into TIMESTAMP or TIMESTAMP WITH TIME ZONE.
        public mutating func append(_ value: Timestamp) throws(DuckDBError) {
            let (writer, row) = try next()
            let boxed: Value = writer.type == .timestampTZ ? .timestamptz(value) : .timestamp(value)
            try attempt { () throws(DuckDBError) in try writer.store(boxed, at: row) }
        }

        /// Into FLOAT[] or FLOAT[n].
        public mutating func append(_ vector: UnsafeBufferPointer<Float>) throws(DuckDBError) {
            let (writer, row) = try next()
            try attempt { () throws(DuckDBError) in try writer.store(vector: vector, at: row) }
        }

        public mutating func append(_ vector: [Float]) throws(DuckDBError) {
            try vector.withUnsafeBufferPointer { buffer throws(DuckDBError) in
                try append(buffer)
            }
        }

        /// Into VARCHAR[].
        public mutating func append(_ texts: [String]) throws(DuckDBError) {
            try append(.list(texts.map { .string($0) }))
        }
    }
}
