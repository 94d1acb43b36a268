import Foundation

/// Words as often as words are: a few everywhere, most of them seldom (Zipf-Mandelbrot).
///
/// The frequent ones are English, so that a model cuts a text into about as many tokens as it would
/// a real one; the rare ones are two of them in one.
struct SyntheticWords: Sendable {
    private let words: [String]
    /// Chances added up, so that a number in 0..<1 finds its word by bisection.
    private let cumulative: [Double]

    /// - Parameter count: how many different words there are; at most some 100,000.
    init(count: Int) {
        let plain = Self.plain
        var words = plain
        var step = 1
        while words.count < count, step < plain.count {
            for at in plain.indices where words.count < count {
                words.append(plain[at] + plain[(at + step) % plain.count])
            }
            step += 1
        }
        var total = 0.0
        var cumulative: [Double] = []
        cumulative.reserveCapacity(words.count)
        for rank in words.indices {
            total += 1 / pow(Double(rank) + 10, 1.05)
            cumulative.append(total)
        }
        self.words = words
        self.cumulative = cumulative.map { $0 / total }
    }

    /// A word, drawn by its frequency.
    func draw(_ random: inout SeededGenerator) -> String { words[rank(random.unit())] }

    /// The word of a rank, for a topic's own words.
    subscript(rank: Int) -> String { words[rank % words.count] }

    private func rank(_ chance: Double) -> Int {
        var low = 0
        var high = cumulative.count - 1
        while low < high {
            let middle = (low + high) / 2
            if cumulative[middle] < chance { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static let plain = """
        time year day week month hour morning evening people friend family mother father sister
        brother child house room kitchen garden window door table chair street city town village
        river lake sea hill mountain forest tree flower grass stone sand fire water air light
        shadow rain snow wind storm cloud sun moon star bird dog cat horse fish work project plan
        meeting report letter message call question answer problem reason result change start end
        order price money bank market shop ticket train bus car road bridge station airport flight
        trip journey map book page story poem song music dance film picture colour paint brush
        camera phone screen keyboard program code test build release server network file folder
        paper pen desk lamp clock key lock bag coat shoe hat dress ring gift party birthday wedding
        dinner lunch breakfast bread cheese apple orange lemon coffee tea sugar salt soup cake
        doctor nurse hospital school teacher student class lesson exam science history language
        game team player race ball field match winner prize club member leader office manager
        company customer service product design model number list line circle corner middle top
        bottom side north south east west spring summer autumn winter heart hand head eye ear face
        voice word name idea dream fear hope joy anger peace war law rule right truth secret
        chance luck health sleep breath step jump climb swim ride drive walk visit travel return
        carry build repair clean cook bake plant water measure write read draw sing listen learn
        remember forget decide promise choose compare finish improve collect share borrow lend
        """.split(whereSeparator: \.isWhitespace).map(String.init).uniqued
}

extension [String] {
    /// Each once, in the order of first appearance.
    fileprivate var uniqued: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
