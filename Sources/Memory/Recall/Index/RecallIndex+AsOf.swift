import Search

/// How many terms memories have, those of their neighbours counted in by their share.
struct WindowLengths {
    var each: [Float]
    /// Not below 1.
    var mean: Float
}

extension RecallIndex {
    /// The lengths there were when only the first `count` memories had happened: what came later
    /// lends its neighbours nothing.
    func windowLengths(upTo count: Int) -> WindowLengths {
        if count == self.count {
            return WindowLengths(each: windowLengths, mean: averageWindowLength)
        }
        var each = Array(windowLengths.prefix(count))
        for at in 0..<count {
            var later = at
            for share in [weights.nextWords, weights.nextButOneWords] {
                later = Int(next[later])
                if later < 0 { break }
                if later >= count { each[at] -= share * words.lengths[later] }
            }
        }
        let total = each.reduce(into: 0.0) { $0 += Double($1) }
        return WindowLengths(
            each: each, mean: count == 0 ? 1 : max(1, Float(total / Double(count))))
    }
}
