/// What an uncased BERT tokenizer does with a character before anything is decomposed.
enum CharacterClass {
    /// Dropped: NUL, U+FFFD, control and format characters, private use.
    case ignored
    /// Ends a word.
    case space
    /// A word by itself, since CJK text has no spaces.
    case ideograph
    case other

    init(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        if value < 0x80 {
            self =
                switch value {
                case 0x20, 0x09, 0x0A, 0x0D: .space
                case 0..<0x20, 0x7F: .ignored
                default: .other
                }
            return
        }
        if Self.isIdeograph(value) {
            self = .ideograph
            return
        }
        switch scalar.bertCategory {
        case .control, .format, .privateUse, .surrogate: self = .ignored
        case .spaceSeparator, .lineSeparator, .paragraphSeparator: self = .space
        default: self = value == 0xFFFD ? .ignored : .other
        }
    }

    /// The blocks of CJK ideographs. Kana and Hangul are not among them: they are written with
    /// spaces or cut by WordPiece. The block that starts at U+2B820 is listed from U+2B920 by the
    /// tokenizer the model was trained with, so it is here.
    private static func isIdeograph(_ value: UInt32) -> Bool {
        switch value {
        case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0xF900...0xFAFF, 0x20000...0x2A6DF,
            0x2A700...0x2B73F, 0x2B740...0x2B81F, 0x2B920...0x2CEAF, 0x2F800...0x2FA1F:
            true
        default: false
        }
    }
}

extension Unicode.Scalar {
    /// The general category as of Unicode 8, with which the model's tokenizer was made. What came
    /// later is unassigned, so that a text keeps its ids when the standard grows. Of what was
    /// there, the standard has moved a few characters that matter here.
    var bertCategory: Unicode.GeneralCategory {
        switch value {
        case 0x166D, 0x111C9: return .otherPunctuation
        case 0x1734, 0x1171E: return .nonspacingMark
        case 0x1885, 0x1886: return .otherLetter
        case 0xA9BD: return .spacingMark
        default:
            guard let age = properties.age, (age.major, age.minor) <= (8, 0) else {
                return .unassigned
            }
            return properties.generalCategory
        }
    }

    /// Whether BERT makes a word of this character: Unicode punctuation, and of ASCII everything
    /// that is no letter, digit, space or control, so `$`, `+` and `~` too.
    var isBERTPunctuation: Bool {
        if value < 0x80 {
            switch value {
            case 33...47, 58...64, 91...96, 123...126: return true
            default: return false
            }
        }
        switch bertCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
            .initialPunctuation, .finalPunctuation, .otherPunctuation:
            return true
        default: return false
        }
    }
}
