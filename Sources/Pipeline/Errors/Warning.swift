/// Something worth knowing that stops nothing.
public struct Warning: Sendable, Hashable, CustomStringConvertible {
    public let message: String
    /// The file it is about, relative to the project directory.
    public let file: String?
    /// The line in `file`, from 1.
    public let line: Int?
    /// The criterion of a selection that means nothing, where it is about one.
    public let criterion: String?

    public init(_ message: String, file: String? = nil, line: Int? = nil) {
        self.message = message
        self.file = file
        self.line = line
        criterion = nil
    }

    /// - Parameter hint: what was meant perhaps.
    public init(unmatched criterion: String, hint: String? = nil) {
        message =
            "The selection criterion '\(criterion)' does not match any enabled nodes"
            + (hint.map { ". " + $0 } ?? "")
        file = nil
        line = nil
        self.criterion = criterion
    }

    /// `file:line: message`.
    public var description: String {
        guard let file else { return message }
        return line.map { "\(file):\($0): \(message)" } ?? "\(file): \(message)"
    }
}
