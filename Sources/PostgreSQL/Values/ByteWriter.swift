/// Bytes in the order PostgreSQL sends them: the most significant first.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write<T: FixedWidthInteger>(_ value: T) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func write(_ value: Float) { write(value.bitPattern) }
    mutating func write(_ value: Double) { write(value.bitPattern) }

    /// Many numbers at once.
    mutating func write(_ values: [Float]) {
        values.map { $0.bitPattern.bigEndian }.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }

    mutating func write(bytes more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }
    mutating func reserve(_ count: Int) { bytes.reserveCapacity(bytes.count + count) }
    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// A length of four bytes, then what the body writes; the length is filled in afterwards.
    mutating func writeSized<E: Error>(_ body: (inout ByteWriter) throws(E) -> Void) throws(E) {
        let start = bytes.count
        write(Int32(0))
        try body(&self)
        let length = Int32(bytes.count - start - 4)
        withUnsafeBytes(of: length.bigEndian) { raw in
            for (index, byte) in raw.enumerated() { bytes[start + index] = byte }
        }
    }
}
