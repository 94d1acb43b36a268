/// A positional argument.
public struct ArgumentSpec: Sendable, Hashable {
    /// How many values the argument takes.
    public enum Count: Sendable, Hashable {
        /// Exactly one.
        case required
        /// None or one.
        case optional
        /// Any number, none included.
        case repeating
        /// One or more.
        case requiredRepeating
    }

    /// The name to look the value up by, in lower case with hyphens; help shows it in capitals.
    public var name: String
    public var count: Count
    public var kind: ValueKind
    public var help: String

    public init(
        _ name: String, _ count: Count = .required, _ kind: ValueKind = .text, help: String
    ) {
        self.name = name
        self.count = count
        self.kind = kind
        self.help = help
    }

    /// `QUERY`, as in a usage line without its brackets.
    var label: String { name.uppercased() }

    var isRequired: Bool { count == .required || count == .requiredRepeating }
    var isRepeating: Bool { count == .repeating || count == .requiredRepeating }
}
