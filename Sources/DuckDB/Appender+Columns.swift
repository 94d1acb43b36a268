public import Foundation

extension Appender {
    /// A column of many rows, without boxing.
    public enum Batch: Sendable {
        case int64s([Int64])
        case int32s([Int32])
        case doubles([Double])
        case floats([Float])
        case bools([Bool])
        case strings([String])
        case uuids([UUID])
        /// Into TIMESTAMP or TIMESTAMP WITH TIME ZONE.
        case timestamps([Timestamp])
        /// Vectors of `dimension` numbers one after the other, into FLOAT[] or FLOAT[n].
        case floatVectors([Float], dimension: Int)
        /// VARCHAR[].
        case stringLists([[String]])
        /// Anything, with NULLs.
        case values([Value])
        /// NULL in so many rows.
        case nulls(count: Int)

        /// Nil where the numbers do not make whole vectors.
        var rowCount: Int? {
            switch self {
            case .int64s(let values): values.count
            case .int32s(let values): values.count
            case .doubles(let values): values.count
            case .floats(let values): values.count
            case .bools(let values): values.count
            case .strings(let values): values.count
            case .uuids(let values): values.count
            case .timestamps(let values): values.count
            case .floatVectors(let values, let dimension):
                dimension > 0 && values.count.isMultiple(of: dimension)
                    ? values.count / dimension : nil
            case .stringLists(let values): values.count
            case .values(let values): values.count
            case .nulls(let count): count
            }
        }
    }

    /// Appends many rows column by column. Every batch has the same number of rows, one batch a
    /// column. Where a value does not fit its column it throws; then none of these rows that are
    /// still unwritten are appended, and the appender gives up, so that no part stays.
    public func append(columns batches: [Batch]) throws(DuckDBError) {
        try checkOpen()
        guard batches.count == columns.count, let first = batches.first,
            let rows = first.rowCount, batches.allSatisfy({ $0.rowCount == rows })
        else {
            throw DuckDBError(
                .parameters,
                "table \(table) takes \(columns.count) columns of one length; given were "
                    + "\(batches.map { $0.rowCount.map { String($0) } ?? "broken vectors" })")
        }
        var done = 0
        while done < rows {
            let row = builder.rowCount
            let count = min(rows - done, builder.capacity - row)
            for (index, batch) in batches.enumerated() {
                do {
                    try builder.writers[index].store(batch, from: done, count: count, at: row)
                } catch {
                    let error = named(error, index)
                    fail(error)
                    throw error
                }
            }
            builder.rowCount += count
            done += count
            if builder.rowCount == builder.capacity { try send() }
        }
    }
}

extension VectorWriter {
    fileprivate func store(_ batch: Appender.Batch, from: Int, count: Int, at row: Int)
        throws(DuckDBError)
    {
        switch (batch, type) {
        case (.int64s(let values), .bigint): copy(values, from, count, row)
        case (.int32s(let values), .integer): copy(values, from, count, row)
        case (.doubles(let values), .double): copy(values, from, count, row)
        case (.floats(let values), .float): copy(values, from, count, row)
        case (.bools(let values), .boolean): copy(values, from, count, row)
        case (.timestamps(let values), .timestamp), (.timestamps(let values), .timestampTZ):
            copy(values, from, count, row)
        case (.uuids(let values), .uuid):
            for index in 0..<count { store(uuid: values[from + index], at: row + index) }
        case (.strings(let values), .varchar):
            for index in 0..<count { store(string: values[from + index], at: row + index) }
        case (.floatVectors(let values, let dimension), _):
            try store(vectors: values, dimension, from, count, row)
        case (.nulls, _): for index in 0..<count { storeNull(at: row + index) }
        default:
            for index in 0..<count { try store(batch.value(from + index), at: row + index) }
        }
    }

    private func copy<T: BitwiseCopyable>(_ values: [T], _ from: Int, _ count: Int, _ row: Int) {
        values.withUnsafeBufferPointer {
            store(run: UnsafeBufferPointer(rebasing: $0[from..<from + count]), at: row)
        }
    }

    private func store(
        vectors: [Float], _ dimension: Int, _ from: Int, _ count: Int, _ row: Int
    ) throws(DuckDBError) {
        if case .list = type { reserveChild(childCount + count * dimension) }
        try vectors.withUnsafeBufferPointer { all throws(DuckDBError) in
            for index in 0..<count {
                let start = (from + index) * dimension
                try store(
                    vector: UnsafeBufferPointer(rebasing: all[start..<start + dimension]),
                    at: row + index)
            }
        }
    }
}

extension Appender.Batch {
    /// One row, boxed.
    fileprivate func value(_ row: Int) -> Value {
        switch self {
        case .int64s(let values): .int(values[row])
        case .int32s(let values): .int(Int64(values[row]))
        case .doubles(let values): .double(values[row])
        case .floats(let values): .float(values[row])
        case .bools(let values): .bool(values[row])
        case .strings(let values): .string(values[row])
        case .uuids(let values): .uuid(values[row])
        case .timestamps(let values): .timestamp(values[row])
        case .floatVectors(let values, let dimension):
            .list(values[row * dimension..<(row + 1) * dimension].map { .float($0) })
        case .stringLists(let values): .list(values[row].map { .string($0) })
        case .values(let values): values[row]
        case .nulls: .null
        }
    }
}
