/// The line that opens a block of code (CommonMark 0.31, section 4.5).
struct Fence {
    private let mark: Character
    private let length: Int

    init?(_ line: Substring) {
        let text = line.drop { $0 == " " }
        guard line.count - text.count <= 3, let mark = text.first, mark == "`" || mark == "~" else {
            return nil
        }
        let length = text.prefix { $0 == mark }.count
        guard length >= 3, mark == "~" || !text.dropFirst(length).contains("`") else { return nil }
        self.mark = mark
        self.length = length
    }

    /// A line of the same mark, at least as long, and nothing else.
    func isClosed(by line: Substring) -> Bool {
        guard let other = Fence(line), other.mark == mark, other.length >= length else {
            return false
        }
        return line.allSatisfy { $0 == mark || $0.isWhitespace }
    }
}
