/// The terms of a body of text: words after folding and stemming, each with a number.
///
/// The same word is stemmed once; after that a word costs one hash look-up.
public struct Vocabulary: Sendable {
    /// What a stop word has instead of a number.
    static let stopTerm: Int32 = -1

    private var surfaces = ByteTable(minimumCapacity: 4096)
    private var stems = ByteTable(minimumCapacity: 4096)
    /// By term: what kinds of thing its words are.
    private(set) var kinds: [TermKinds] = []
    private let stemmer: StemmerHandle?
    private let stopWords: Set<[UInt8]>

    /// - Parameters:
    ///   - language: a Snowball algorithm's name; an unknown one leaves words as they are.
    ///   - stopWords: words that carry no meaning of their own, lower case; never numbered.
    public init(language: String = "english", stopWords: Set<String> = StopWords.english) {
        stemmer = StemmerHandle(language: language)
        self.stopWords = Set(stopWords.map { Array($0.utf8) })
    }

    /// How many different terms there are.
    public var count: Int { stems.count }

    /// The term with this number.
    public func term(_ number: Int32) -> String {
        String(decoding: stems.key(Int(number)), as: UTF8.self)
    }

    /// The number of a stem; nil where no text holds it.
    public func number(ofStem stem: String) -> Int32? {
        var stem = stem
        return stem.withUTF8 { stems.find($0) }
    }

    /// The numbers of the terms in `text`, in order, stop words left out; new terms are added.
    public mutating func intern(_ text: String, into terms: inout [Int32]) {
        WordSplitter.forEachWord(in: text) { word in
            let term = surfaces.find(word) ?? addSurface(word)
            if term != Self.stopTerm { terms.append(term) }
        }
    }

    /// The words of `text`, each with its stem and, where the body of text holds it, its number.
    /// Adds nothing. Stop words have no number; they are left out unless asked for.
    public func lookUp(_ text: String, keepingStopWords: Bool = false) -> [QueryTerm] {
        var found: [QueryTerm] = []
        WordSplitter.forEachWord(in: text) { word in
            let bytes = Array(word)
            if !keepingStopWords, stopWords.contains(bytes) { return }
            let stem = stemmer?.stem(bytes) ?? bytes
            let number = stem.withUnsafeBufferPointer { stems.find($0) }
            found.append(
                QueryTerm(
                    word: String(decoding: bytes, as: UTF8.self),
                    stem: String(decoding: stem, as: UTF8.self), number: number))
        }
        return found
    }

    /// The same for a text of another language than the vocabulary's: its small words are left out,
    /// and each word also stands for the terms whose words have the same stem in that language.
    ///
    /// - Parameters:
    ///   - language: a Snowball algorithm's name.
    ///   - smallWords: of that language; left out where anything else is left.
    public func lookUp(_ text: String, language: String, smallWords: Set<String>) -> [QueryTerm] {
        guard let other = StemmerHandle(language: language) else { return lookUp(text) }
        let all = lookUp(text, keepingStopWords: true)
        let meaningful = all.filter { !smallWords.contains($0.word) }
        return (meaningful.isEmpty ? all : meaningful).map { term in
            var term = term
            let bytes = Array(term.word.utf8)
            if bytes.count >= Self.sharedBytes { term.others = terms(like: bytes, by: other) }
            term.others.removeAll { $0 == term.number }
            return term
        }
    }

    /// Words with the same stem begin with so many bytes alike: the others are not even stemmed.
    private static let sharedBytes = 4

    private func terms(like word: [UInt8], by stemmer: StemmerHandle) -> [Int32] {
        let stem = stemmer.stem(word)
        let beginning = word.prefix(Self.sharedBytes)
        var found: Set<Int32> = []
        for entry in 0..<surfaces.count where surfaces.value(entry) != Self.stopTerm {
            let surface = surfaces.key(entry)
            if surface.starts(with: beginning), stemmer.stem(Array(surface)) == stem {
                found.insert(surfaces.value(entry))
            }
        }
        return found.sorted()
    }

    private mutating func addSurface(_ word: UnsafeBufferPointer<UInt8>) -> Int32 {
        let bytes = Array(word)
        let term =
            stopWords.contains(bytes) ? Self.stopTerm : addStem(stemmer?.stem(bytes) ?? bytes)
        surfaces.insert(word, term)
        if term != Self.stopTerm { kinds[Int(term)].formUnion(TermKinds(of: bytes)) }
        return term
    }

    private mutating func addStem(_ stem: [UInt8]) -> Int32 {
        stem.withUnsafeBufferPointer { stem in
            if let known = stems.find(stem) { return known }
            let number = Int32(stems.count)
            stems.insert(stem, number)
            kinds.append([])
            return number
        }
    }
}

/// A word of a question, as the index knows it.
public struct QueryTerm: Sendable, Equatable {
    /// The word as asked, folded to lower case.
    public let word: String
    public let stem: String
    /// The term's number; nil where no text holds it.
    public let number: Int32?
    /// Other terms that are the same word in the question's language.
    public var others: [Int32] = []

    /// All the terms it stands for.
    public var numbers: [Int32] { (number.map { [$0] } ?? []) + others }
}
