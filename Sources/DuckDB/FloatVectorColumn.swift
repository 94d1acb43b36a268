/// A column of FLOAT[] or FLOAT[n], read in place: every row is a vector, or NULL.
public struct FloatVectorColumn: RandomAccessCollection, @unchecked Sendable {
    // Sendable: the memory is never written again, and the chunk keeps it.
    @usableFromInline let base: UnsafePointer<Float>?
    /// Offset and length of each row's elements in `base`; nil for FLOAT[n].
    @usableFromInline let entries: UnsafePointer<UInt64>?
    /// n of FLOAT[n], else 0.
    @usableFromInline let fixedLength: Int
    @usableFromInline let validity: UnsafePointer<UInt64>?
    public let count: Int
    @usableFromInline let chunk: Chunk

    /// Nil where the type is another, or a vector holds a NULL.
    init?(_ view: VectorView, _ chunk: Chunk) {
        switch view.type {
        case .list(.float):
            entries = view.data?.assumingMemoryBound(to: UInt64.self)
            fixedLength = 0
        case .array(.float, let length):
            entries = nil
            fixedLength = length
        default: return nil
        }
        base = view.children[0].data?.assumingMemoryBound(to: Float.self)
        validity = view.validity
        count = chunk.rowCount
        self.chunk = chunk
        if view.children[0].validity != nil {
            for row in 0..<count where !isNull(row) {
                for element in elements(row) where view.children[0].isNull(element) { return nil }
            }
        }
    }

    @inlinable public var startIndex: Int { 0 }
    @inlinable public var endIndex: Int { count }

    @inlinable
    public func isNull(_ row: Int) -> Bool {
        guard let validity else { return false }
        return validity[row >> 6] >> UInt64(truncatingIfNeeded: row & 63) & 1 == 0
    }

    @inlinable
    func elements(_ row: Int) -> Range<Int> {
        guard let entries else { return row &* fixedLength..<(row &+ 1) &* fixedLength }
        let offset = Int(entries[2 &* row])
        return offset..<offset &+ Int(entries[2 &* row &+ 1])
    }

    /// A copy of the vector of a row, nil for NULL.
    @inlinable
    public subscript(row: Int) -> [Float]? {
        withVector(row) { $0.map { [Float]($0) } }
    }

    /// The vector of a row without copying, nil for NULL.
    @inlinable
    public func withVector<R, E: Error>(
        _ row: Int, _ body: (UnsafeBufferPointer<Float>?) throws(E) -> R
    ) throws(E) -> R {
        precondition(row >= 0 && row < count, "row out of range")
        defer { withExtendedLifetime(chunk) {} }
        if isNull(row) { return try body(nil) }
        let range = elements(row)
        return try body(
            UnsafeBufferPointer(start: base.map { $0 + range.lowerBound }, count: range.count))
    }

    /// The one length of all vectors where no row is NULL and they lie one after the other; else
    /// nil. Then `withUnsafeMatrix` sees them as a matrix.
    public var rowStride: Int? {
        guard count > 0 else { return nil }
        let length = elements(0).count
        for row in 0..<count {
            let range = elements(row)
            guard !isNull(row), range.count == length,
                range.lowerBound == elements(0).lowerBound + row * length
            else { return nil }
        }
        return length
    }

    /// All vectors at once, row after row: the floats and how many there are in a row. The body
    /// gets nil where `rowStride` is nil.
    public func withUnsafeMatrix<R, E: Error>(
        _ body: ((values: UnsafeBufferPointer<Float>, rowStride: Int)?) throws(E) -> R
    ) throws(E) -> R {
        defer { withExtendedLifetime(chunk) {} }
        guard let rowStride, let base else { return try body(nil) }
        let values = UnsafeBufferPointer(
            start: base + elements(0).lowerBound, count: count * rowStride)
        return try body((values, rowStride))
    }
}
