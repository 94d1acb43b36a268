/// Lines that begin inside of a string, a quoted name, a quoted body or a comment in `/* */`.
struct OpaqueLines {
    private var lines: Set<Int> = []

    init(_ source: SourceLines, file: String) throws(SQLScriptError) {
        var lexer = SQLLexer(source.bytes, file: file)
        var ranges: [Range<Int>] = []
        while let token = try lexer.next() {
            switch token.kind {
            case .string, .name: ranges.append(token.range)
            default: break
            }
        }
        ranges += lexer.blockComments
        for range in ranges {
            // The line on which it begins is not inside of it.
            var line = source.lines.partitioningIndex { $0.lowerBound > range.lowerBound }
            while line < source.lines.count, source.lines[line].lowerBound < range.upperBound {
                lines.insert(line)
                line += 1
            }
        }
    }

    func contains(_ line: Int) -> Bool { lines.contains(line) }
}

extension Array {
    /// The first index from which on the predicate holds; the array is divided by it.
    fileprivate func partitioningIndex(where isIn: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isIn(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
