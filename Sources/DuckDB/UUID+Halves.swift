public import Foundation

extension UUID {
    /// The sixteen bytes as two numbers, the first byte the most significant.
    @inlinable
    var halves: (upper: UInt64, lower: UInt64) {
        withUnsafeBytes(of: uuid) { bytes in
            (
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }

    @inlinable
    init(upper: UInt64, lower: UInt64) {
        var value = (upper.bigEndian, lower.bigEndian)
        self = withUnsafeBytes(of: &value) { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}
