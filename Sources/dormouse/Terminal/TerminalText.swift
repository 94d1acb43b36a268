/// Text for a terminal, made by interpolation: what is written in the program is trusted, what is
/// interpolated is made harmless. So the content of a memory can never act on the terminal.
///
/// ```swift
/// console.print("\(memory.content, .bold)  \(score)")
/// ```
struct TerminalText: Sendable, Hashable, ExpressibleByStringInterpolation {
    private struct Piece: Sendable, Hashable {
        var text: String
        var style: Style?
    }

    private var pieces: [Piece]

    init() { pieces = [] }

    /// Text from anywhere, made harmless.
    init(_ text: String, _ style: Style? = nil) {
        pieces = [Piece(text: harmless(text), style: style)]
    }

    init(stringLiteral value: String) { pieces = [Piece(text: value, style: nil)] }

    init(stringInterpolation: Interpolation) { self = stringInterpolation.text }

    static func + (left: TerminalText, right: TerminalText) -> TerminalText {
        var result = left
        result.pieces += right.pieces
        return result
    }

    static func += (left: inout TerminalText, right: TerminalText) { left = left + right }

    /// What is written to the terminal.
    func rendered(withColor usesColor: Bool) -> String {
        var result = ""
        for piece in pieces {
            if usesColor, let style = piece.style, !piece.text.isEmpty {
                result += style.applied(to: piece.text)
            } else {
                result += piece.text
            }
        }
        return result
    }

    struct Interpolation: StringInterpolationProtocol {
        fileprivate var text = TerminalText()

        init(literalCapacity: Int, interpolationCount: Int) {}

        mutating func appendLiteral(_ literal: String) {
            guard !literal.isEmpty else { return }
            text.pieces.append(Piece(text: literal, style: nil))
        }

        mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            text += TerminalText(value.description)
        }

        mutating func appendInterpolation(_ value: some CustomStringConvertible, _ style: Style) {
            text += TerminalText(value.description, style)
        }

        mutating func appendInterpolation(_ value: TerminalText) { text += value }
    }
}
