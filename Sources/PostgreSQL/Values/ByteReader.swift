/// Reads what PostgreSQL sent, the most significant byte first. Nothing is read past the end:
/// what is missing is nil.
struct ByteReader {
    private var rest: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) { rest = bytes }

    var remaining: Int { rest.count }
    var isAtEnd: Bool { rest.isEmpty }

    mutating func read<T: FixedWidthInteger>(_ type: T.Type = T.self) -> T? {
        let size = MemoryLayout<T>.size
        guard rest.count >= size else { return nil }
        let value = rest.loadUnaligned(as: T.self)
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(size))
        return T(bigEndian: value)
    }

    mutating func readFloat() -> Float? { read(UInt32.self).map { Float(bitPattern: $0) } }
    mutating func readDouble() -> Double? { read(UInt64.self).map { Double(bitPattern: $0) } }

    mutating func read(count: Int) -> UnsafeRawBufferPointer? {
        guard count >= 0, rest.count >= count else { return nil }
        defer { rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count)) }
        return UnsafeRawBufferPointer(rebasing: rest.prefix(count))
    }

    mutating func readRest() -> UnsafeRawBufferPointer {
        defer { rest = UnsafeRawBufferPointer(rebasing: rest.suffix(0)) }
        return rest
    }
}
