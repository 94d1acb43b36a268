/// A piece of a template's text.
struct Token: Sendable {
    enum Kind: Sendable, Equatable {
        case text(String)
        case blockBegin
        case blockEnd
        case outputBegin
        case outputEnd
        case name(String)
        case string(String)
        case int(Int)
        /// A whole number that does not fit 64 bits.
        case longInt(BigInteger)
        case double(Double)
        case symbol(Symbol)
        case end
    }

    var kind: Kind
    var position: SourcePosition
    /// Where it starts in the text, in bytes.
    var offset: Int
    /// Where it ends in the text, in bytes.
    var end: Int
}

/// Operators and punctuation.
enum Symbol: String, Sendable {
    case plus = "+"
    case minus = "-"
    case slash = "/"
    case doubleSlash = "//"
    case star = "*"
    case doubleStar = "**"
    case percent = "%"
    case tilde = "~"
    case leftBracket = "["
    case rightBracket = "]"
    case leftParenthesis = "("
    case rightParenthesis = ")"
    case leftBrace = "{"
    case rightBrace = "}"
    case equal = "=="
    case notEqual = "!="
    case greater = ">"
    case greaterOrEqual = ">="
    case less = "<"
    case lessOrEqual = "<="
    case assign = "="
    case dot = "."
    case colon = ":"
    case pipe = "|"
    case comma = ","
}

extension Token.Kind: CustomStringConvertible {
    /// What an error calls it.
    var description: String {
        switch self {
        case .text: "text"
        case .blockBegin: "'{%'"
        case .blockEnd: "the end of the tag"
        case .outputBegin: "'{{'"
        case .outputEnd: "'}}'"
        case .name(let name): "'\(name)'"
        case .string: "a string"
        case .int, .longInt, .double: "a number"
        case .symbol(let symbol): "'\(symbol.rawValue)'"
        case .end: "the end of the template"
        }
    }
}
