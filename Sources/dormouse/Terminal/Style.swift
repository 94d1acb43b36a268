/// How a piece of text stands out, where colour is in use.
enum Style: Sendable, Hashable {
    case bold, dim, red, green, yellow, blue

    /// Select Graphic Rendition parameters (ECMA-48, 8.3.117).
    private var parameter: Int {
        switch self {
        case .bold: 1
        case .dim: 2
        case .red: 31
        case .green: 32
        case .yellow: 33
        case .blue: 34
        }
    }

    func applied(to text: String) -> String { "\u{1B}[\(parameter)m\(text)\u{1B}[0m" }
}
