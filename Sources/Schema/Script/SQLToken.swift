/// A piece of SQL text that means something: white space and comments are none.
public struct SQLToken: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// A key word or a name without quotes, in lower case as PostgreSQL reads it.
        case word(String)
        /// A name in double quotes, without them.
        case name(String)
        /// A string in quotes or dollar quotes, without them; escapes are left as they stand.
        case string(String)
        case number(String)
        /// `$1`
        case parameter(String)
        /// Anything else, one character at a time.
        case symbol(Character)
    }

    public var kind: Kind
    /// Where it begins and ends, in UTF-8 bytes from the beginning of the script.
    public var range: Range<Int>

    /// The key word, or nil for anything else.
    public var word: String? { if case .word(let word) = kind { word } else { nil } }

    /// The name it can stand for: a word or a quoted name.
    public var identifier: String? {
        switch kind {
        case .word(let text), .name(let text): text
        default: nil
        }
    }

    public var symbol: Character? { if case .symbol(let symbol) = kind { symbol } else { nil } }

    public var string: String? { if case .string(let text) = kind { text } else { nil } }
}
