extension RecallScore {
    /// The passage of a long memory that fits the question best, by its words and its meaning; nil
    /// for a memory of one passage.
    func passage(of at: Int, in index: RecallIndex, content: String) -> Passage? {
        let all = index.passages.passages(of: Int32(at))
        guard let first = all.first else { return nil }
        var best = first
        var most = -Float.infinity
        for passage in all {
            let similarity = passageCosine.isEmpty ? 0 : passageCosine[passage]
            let fit = lexical.passages[passage] + similarity * meaningScale
            if fit > most { (best, most) = (passage, fit) }
        }
        let range = index.passages.ranges[best]
        let bytes = Array(content.utf8)
        let end = min(Int(range.upperBound), bytes.count)
        let start = min(Int(range.lowerBound), end)
        return Passage(
            bytes: start..<end, text: String(decoding: bytes[start..<end], as: UTF8.self))
    }
}
