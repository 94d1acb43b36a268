/// Changes texts at random, the same for the same seed: what a slip, a truncated file or a
/// hostile author would do to them.
struct Mutator {
    private var generator: SplitMix
    private let texts: [[UInt8]]
    private let tokens: [[UInt8]]

    /// - Parameters:
    ///   - texts: what is changed; parts of one are put into another.
    ///   - tokens: what the language is made of.
    init(seed: UInt64, texts: [String], tokens: [String]) {
        generator = SplitMix(state: seed)
        self.texts = texts.map { Array($0.utf8) }
        self.tokens = tokens.map { Array($0.utf8) }
    }

    /// The next changed text; bytes that are no UTF-8 become replacement characters.
    mutating func next() -> String {
        String(decoding: changed(pick(texts)), as: UTF8.self)
    }

    /// A text with one to six changes.
    mutating func changed(_ text: [UInt8]) -> [UInt8] {
        var text = text
        for _ in 0...below(5) { change(&text) }
        return text
    }

    private mutating func change(_ text: inout [UInt8]) {
        let place = below(text.count + 1)
        switch below(10) {
        case 0 where place < text.count: text[place] ^= 1 << UInt8(below(8))
        case 1: text.removeSubrange(place..<min(text.count, place + 1 + below(40)))
        case 2: text.insert(contentsOf: pick(tokens), at: place)
        case 3: text.replaceSubrange(place..<min(text.count, place + below(8)), with: pick(tokens))
        case 4: text.insert(contentsOf: part(of: text), at: place)
        case 5: text.insert(contentsOf: part(of: pick(texts)), at: place)
        case 6: text.removeSubrange(place...)
        case 7: text.insert(UInt8(below(256)), at: place)
        case 8:
            // Depth: the same token again and again.
            let token = pick(tokens)
            for _ in 0..<(1 << below(13)) { text.insert(contentsOf: token, at: place) }
        default:
            if let digit = text[place...].firstIndex(where: { (48...57).contains($0) }) {
                text.replaceSubrange(
                    digit...digit,
                    with: Array(pick(["-1", "0", "9e99", "99999999999999999999"]).utf8))
            }
        }
        if text.count > 200_000 { text.removeSubrange(200_000...) }
    }

    private mutating func part(of text: [UInt8]) -> [UInt8] {
        let start = below(text.count + 1)
        return Array(text[start..<min(text.count, start + below(200))])
    }

    mutating func pick<Element>(_ list: [Element]) -> Element { list[below(list.count)] }

    mutating func below(_ limit: Int) -> Int { Int(generator.next() % UInt64(max(1, limit))) }
}

/// SplitMix64 (Steele, Lea and Flood 2014).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
