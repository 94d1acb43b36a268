/// Maps byte strings to small integers, without allocating a `String` per look-up.
///
/// Open addressing with linear probing over FNV-1a hashes; keys lie end to end in one arena.
struct ByteTable: Sendable {
    private var arena: [UInt8] = []
    private var starts: [Int32] = [0]
    private var hashes: [UInt64] = []
    private var values: [Int32] = []
    private var slots: [Int32]
    private var mask: Int

    init(minimumCapacity: Int = 1024) {
        var size = 16
        while size < minimumCapacity * 2 { size *= 2 }
        slots = Array(repeating: -1, count: size)
        mask = size - 1
    }

    var count: Int { values.count }

    /// The bytes of the key that was inserted as number `entry`.
    func key(_ entry: Int) -> ArraySlice<UInt8> {
        arena[Int(starts[entry])..<Int(starts[entry + 1])]
    }

    func value(_ entry: Int) -> Int32 { values[entry] }

    /// The value of `key`, or nil.
    func find(_ key: UnsafeBufferPointer<UInt8>) -> Int32? {
        let slot = slots[slot(of: key, hash: Self.hash(key))]
        return slot < 0 ? nil : values[Int(slot)]
    }

    /// Adds a key that is not there yet.
    mutating func insert(_ key: UnsafeBufferPointer<UInt8>, _ value: Int32) {
        let hash = Self.hash(key)
        slots[slot(of: key, hash: hash)] = Int32(values.count)
        arena.append(contentsOf: key)
        starts.append(Int32(arena.count))
        hashes.append(hash)
        values.append(value)
        if values.count * 2 > slots.count { grow() }
    }

    private func slot(of key: UnsafeBufferPointer<UInt8>, hash: UInt64) -> Int {
        var at = Int(truncatingIfNeeded: hash) & mask
        while true {
            let entry = Int(slots[at])
            if entry < 0 { return at }
            if hashes[entry] == hash, isKey(entry, key) { return at }
            at = (at + 1) & mask
        }
    }

    private func isKey(_ entry: Int, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = Int(starts[entry])
        guard Int(starts[entry + 1]) - start == key.count else { return false }
        for offset in 0..<key.count where arena[start + offset] != key[offset] { return false }
        return true
    }

    private mutating func grow() {
        mask = slots.count * 2 - 1
        slots = Array(repeating: -1, count: mask + 1)
        for (entry, hash) in hashes.enumerated() {
            var at = Int(truncatingIfNeeded: hash) & mask
            while slots[at] >= 0 { at = (at + 1) & mask }
            slots[at] = Int32(entry)
        }
    }

    private static func hash(_ key: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in key { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return hash ^ (hash >> 29)
    }
}
