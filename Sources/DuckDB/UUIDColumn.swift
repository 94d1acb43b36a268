public import Foundation

/// A column of UUIDs, read in place.
public struct UUIDColumn: RandomAccessCollection, @unchecked Sendable {
    // Sendable: the memory is never written again, and the chunk keeps it.
    @usableFromInline let base: UnsafePointer<UInt64>
    @usableFromInline let validity: UnsafePointer<UInt64>?
    public let count: Int
    @usableFromInline let chunk: Chunk

    init(_ view: VectorView, _ chunk: Chunk) {
        base = view.data.unsafelyUnwrapped.assumingMemoryBound(to: UInt64.self)
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

    /// The UUID of a row, nil for NULL.
    @inlinable
    public subscript(row: Int) -> UUID? {
        precondition(row >= 0 && row < count, "row out of range")
        if isNull(row) { return nil }
        // The lower half comes first; the top bit is flipped so that UUIDs sort as signed numbers.
        return UUID(upper: base[2 &* row &+ 1] ^ (1 << 63), lower: base[2 &* row])
    }
}
