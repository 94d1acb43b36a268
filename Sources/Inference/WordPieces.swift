/// Cuts words into pieces of the vocabulary and collects their ids up to a limit.
struct WordPieces {
    let vocabulary: Vocabulary
    let unknown: Int32
    /// The most ids to collect.
    let limit: Int
    private(set) var ids: [Int32]
    /// Where characters end in the current word, with the hash of the piece up to there.
    private var ends: [(end: Int, hash: PieceHash)] = []

    init(vocabulary: Vocabulary, unknown: Int32, limit: Int, ids: [Int32]) {
        self.vocabulary = vocabulary
        self.unknown = unknown
        self.limit = limit
        self.ids = ids
    }

    /// Adds the pieces of one word in UTF-8; gives whether there is room for more.
    ///
    /// From the left, each piece is the longest one the vocabulary has. A word with a part that
    /// is in no piece, or with too many characters, is one unknown token.
    mutating func add(_ word: ArraySlice<UInt8>) -> Bool {
        guard ids.count < limit else { return false }
        let before = ids.count
        if word.count(where: { $0 & 0xC0 != 0x80 }) > WordPieceTokenizer.maximumWordLength {
            ids.append(unknown)
            return ids.count < limit
        }
        var begin = word.startIndex
        while begin < word.endIndex {
            guard let (id, end) = longestPiece(of: word, from: begin) else {
                ids.removeSubrange(before...)
                ids.append(unknown)
                break
            }
            ids.append(id)
            begin = end
        }
        // Cut only now: whether a word is unknown shows at its end.
        if ids.count > limit { ids.removeSubrange(limit...) }
        return ids.count < limit
    }

    private mutating func longestPiece(
        of word: ArraySlice<UInt8>, from begin: Int
    ) -> (id: Int32, end: Int)? {
        ends.removeAll(keepingCapacity: true)
        var hash = PieceHash(continues: begin > word.startIndex)
        let stop = min(word.endIndex, begin + vocabulary.longest)
        for index in begin..<stop {
            hash.add(word[index])
            let next = index + 1
            if next == word.endIndex || word[next] & 0xC0 != 0x80 { ends.append((next, hash)) }
        }
        for (end, hash) in ends.reversed() {
            if let id = vocabulary.id(of: word[begin..<end], hash) { return (id, end) }
        }
        return nil
    }
}
