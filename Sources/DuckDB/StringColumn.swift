/// A column of VARCHAR, JSON or BLOB, read in place.
public struct StringColumn: RandomAccessCollection, @unchecked Sendable {
    // Sendable: the memory is never written again, and the chunk keeps it.
    @usableFromInline let base: UnsafeRawPointer
    @usableFromInline let validity: UnsafePointer<UInt64>?
    public let count: Int
    @usableFromInline let chunk: Chunk

    init(_ view: VectorView, _ chunk: Chunk) {
        base = view.data.unsafelyUnwrapped
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

    /// The text of a row, nil for NULL.
    @inlinable
    public subscript(row: Int) -> String? {
        withBytes(row) { $0.map { String(decoding: $0, as: UTF8.self) } }
    }

    /// The bytes of a row without copying (UTF-8 for VARCHAR), nil for NULL.
    @inlinable
    public func withBytes<R, E: Error>(
        _ row: Int, _ body: (UnsafeBufferPointer<UInt8>?) throws(E) -> R
    ) throws(E) -> R {
        precondition(row >= 0 && row < count, "row out of range")
        defer { withExtendedLifetime(chunk) {} }
        return try body(isNull(row) ? nil : StringLayout.bytes(at: base + row &* 16))
    }
}
