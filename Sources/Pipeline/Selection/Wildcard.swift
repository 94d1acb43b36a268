/// A name in which `*` stands for any characters, `?` for one, and `[a-z]`, `[!a-z]` for one of a
/// set or of all others.
struct Wildcard {
    private enum Piece: Equatable {
        case one(Character)
        case any
        case many
        case set(Set<Character>, ranges: [ClosedRange<Character>], isNegated: Bool)

        func matches(_ letter: Character) -> Bool {
            switch self {
            case .one(let own): own == letter
            case .any: true
            case .many: false
            case .set(let letters, let ranges, let isNegated):
                (letters.contains(letter) || ranges.contains { $0.contains(letter) }) != isNegated
            }
        }
    }

    private let pieces: [Piece]
    private let text: String
    /// Whether it stands for one name only.
    let isPlain: Bool

    init(_ text: String) {
        self.text = text
        isPlain = !text.contains { "*?[".contains($0) }
        pieces = isPlain ? [] : Self.pieces(Array(text))
    }

    private static func pieces(_ letters: [Character]) -> [Piece] {
        var pieces: [Piece] = []
        var place = 0
        while place < letters.count {
            switch letters[place] {
            case "*": if pieces.last != .many { pieces.append(.many) }
            case "?": pieces.append(.any)
            case "[":
                if let (set, end) = set(letters, place) {
                    pieces.append(set)
                    place = end
                } else {
                    pieces.append(.one("["))
                }
            default: pieces.append(.one(letters[place]))
            }
            place += 1
        }
        return pieces
    }

    /// The set that opens at a place, and the place of its closing bracket.
    private static func set(_ letters: [Character], _ open: Int) -> (Piece, Int)? {
        var place = open + 1
        let isNegated = place < letters.count && letters[place] == "!"
        if isNegated { place += 1 }
        let first = place
        guard
            let close = letters.indices.first(where: { $0 > first && letters[$0] == "]" })
        else { return nil }
        var own: Set<Character> = []
        var ranges: [ClosedRange<Character>] = []
        while place < close {
            if place + 2 < close, letters[place + 1] == "-", letters[place] <= letters[place + 2] {
                ranges.append(letters[place]...letters[place + 2])
                place += 3
            } else {
                own.insert(letters[place])
                place += 1
            }
        }
        return (.set(own, ranges: ranges, isNegated: isNegated), close)
    }

    func matches(_ name: String) -> Bool {
        if isPlain { return name == text }
        let letters = Array(name)
        var (p, l, star, mark) = (0, 0, -1, 0)
        while l < letters.count {
            if p < pieces.count, pieces[p] == .many {
                star = p
                mark = l
                p += 1
            } else if p < pieces.count, pieces[p].matches(letters[l]) {
                p += 1
                l += 1
            } else if star >= 0 {
                p = star + 1
                mark += 1
                l = mark
            } else {
                return false
            }
        }
        while p < pieces.count, pieces[p] == .many { p += 1 }
        return p == pieces.count
    }
}
