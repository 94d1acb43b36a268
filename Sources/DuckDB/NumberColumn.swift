/// A column of numbers of a fixed width, read in place.
public struct NumberColumn<Element: BitwiseCopyable & Sendable>: RandomAccessCollection,
    @unchecked Sendable
{
    // Sendable: the memory is never written again, and the chunk keeps it.
    @usableFromInline let base: UnsafePointer<Element>
    @usableFromInline let validity: UnsafePointer<UInt64>?
    public let count: Int
    @usableFromInline let chunk: Chunk

    init(_ view: VectorView, _ chunk: Chunk) {
        // A vector of fixed width always has data, aligned for its type.
        base = view.data.unsafelyUnwrapped.assumingMemoryBound(to: Element.self)
        validity = view.validity
        count = chunk.rowCount
        self.chunk = chunk
    }

    @inlinable public var startIndex: Int { 0 }
    @inlinable public var endIndex: Int { count }

    @inlinable
    public func isNull(_ row: Int) -> Bool {
        guard let validity else { return false }
        return validity[row >> 6] >> UInt64(truncatingIfNeeded: row & 63) & 1 == 0
    }

    /// The number of a row, nil for NULL.
    @inlinable
    public subscript(row: Int) -> Element? {
        precondition(row >= 0 && row < count, "row out of range")
        return isNull(row) ? nil : base[row]
    }

    /// Whether the column has a mask at all; without one no row is NULL.
    @inlinable public var mayHaveNulls: Bool { validity != nil }

    /// All rows as they lie in memory. What stands at a NULL row has no meaning.
    @inlinable
    public func withUnsafeValues<R, E: Error>(
        _ body: (UnsafeBufferPointer<Element>) throws(E) -> R
    ) throws(E) -> R {
        // The chunk must outlive the body.
        defer { withExtendedLifetime(chunk) {} }
        return try body(UnsafeBufferPointer(start: base, count: count))
    }
}
