internal import CDuckDB

extension VectorWriter {
    /// A whole vector into a row of FLOAT[] or FLOAT[n].
    func store(vector: UnsafeBufferPointer<Float>, at row: Int) throws(DuckDBError) {
        let offset: Int
        switch type {
        case .list(.float): offset = beginList(count: vector.count, at: row)
        case .array(.float, let count):
            guard count == vector.count else {
                throw DuckDBError(
                    .typeMismatch, "a vector of \(vector.count) numbers does not fit \(type)")
            }
            markValid(row)
            offset = row * count
        default: throw mismatch(.list([.float(0)]))
        }
        let child = children[0]
        guard let source = vector.baseAddress, let base = child.base else { return }
        (base + offset * MemoryLayout<Float>.stride).copyMemory(
            from: source, byteCount: vector.count * MemoryLayout<Float>.stride)
        // A row that was tried before may have left a NULL here.
        child.markValid(offset..<offset + vector.count)
    }

    /// Numbers of the very width of the column into rows one after the other.
    func store<T: BitwiseCopyable>(run numbers: UnsafeBufferPointer<T>, at row: Int) {
        guard let source = numbers.baseAddress, let base else { return }
        (base + row * MemoryLayout<T>.stride).copyMemory(
            from: source, byteCount: numbers.count * MemoryLayout<T>.stride)
        markValid(row..<row + numbers.count)
    }
}
