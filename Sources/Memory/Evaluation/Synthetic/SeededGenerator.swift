/// Random numbers that are the same for the same seed, everywhere (SplitMix64; Steele, Lea and
/// Flood 2014). For measurements, not for secrets.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// Even over 0..<1.
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// About normal, mean 0, variance 1: four even numbers added.
    mutating func normal() -> Float {
        let bits = next()
        let sum =
            (bits & 0xffff) + (bits >> 16 & 0xffff) + (bits >> 32 & 0xffff) + bits >> 48
        // Four numbers over 0..<65536 have the mean 131070 and the deviation 37837.
        return (Float(sum) - 131_070) / 37_837
    }

    /// One of a list that is not empty.
    mutating func pick<Element>(from list: [Element]) -> Element {
        list[Int(next() % UInt64(list.count))]
    }
}
