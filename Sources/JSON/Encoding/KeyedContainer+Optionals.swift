/// A missing value is written as `null`: a reader sees the same keys in every object. The standard
/// library asks for each of its types by name and would leave the key out.
extension Encoding.KeyedContainer {
    mutating func encodeIfPresent<T: Encodable>(_ value: T?, forKey key: Key) throws {
        try encodeOrNull(value, key)
    }
    mutating func encodeIfPresent(_ value: Bool?, forKey key: Key) throws {
        try encodeOrNull(value, key)
    }
    mutating func encodeIfPresent(_ value: String?, forKey key: Key) throws {
        try encodeOrNull(value, key)
    }
    mutating func encodeIfPresent(_ value: Double?, forKey key: Key) throws {
        try encodeOrNull(value, key)
    }
    mutating func encodeIfPresent(_ value: Float?, forKey key: Key) throws {
        try encodeOrNull(value, key)
    }
    mutating func encodeIfPresent(_ value: Int?, forKey key: Key) throws {
        try encodeOrNull(value, key)
    }
    mutating func encodeIfPresent(_ value: Int8?, forKey key: Key) throws {
        try encodeOrNull(value, key)
    }
    mutating func encodeIfPresent(_ value: Int16?, forKey key: Key) throws {
        try encodeOrNull(value, key)
    }
    mutating func encodeIfPresent(_ value: Int32?, forKey key: Key) throws {
        try encodeOrNull(value, key)
    }
    mutating func encodeIfPresent(_ value: Int64?, forKey key: Key) throws {
        try encodeOrNull(value, key)
    }
    mutating func encodeIfPresent(_ value: Int128?, forKey key: Key) throws {
        try encodeOrNull(value, key)
    }
    mutating func encodeIfPresent(_ value: UInt?, forKey key: Key) throws {
        try encodeOrNull(value, key)
    }
    mutating func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws {
        try encodeOrNull(value, key)
    }
    mutating func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws {
        try encodeOrNull(value, key)
    }
    mutating func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws {
        try encodeOrNull(value, key)
    }
    mutating func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws {
        try encodeOrNull(value, key)
    }
    mutating func encodeIfPresent(_ value: UInt128?, forKey key: Key) throws {
        try encodeOrNull(value, key)
    }

    private mutating func encodeOrNull(_ value: (some Encodable)?, _ key: Key) throws {
        if let value { try encode(value, forKey: key) } else { encodeNil(forKey: key) }
    }
}
