/// A named option: a flag that is there or not, or a value.
public struct OptionSpec: Sendable, Hashable {
    public enum Form: Sendable, Hashable {
        /// True when given. A negatable flag also understands `--no-NAME`.
        case flag(isNegatable: Bool)
        /// Takes one value, shown in help as `name`.
        case value(name: String, ValueKind)
    }

    /// The long name without its hyphens: `limit` for `--limit`.
    public var name: String
    /// A letter for the short form: `n` for `-n`.
    public var short: Character?
    public var form: Form
    public var help: String
    /// The value when the option is not given; shown in help. The values of a repeating option are
    /// separated by commas. For a flag, `true` or `false`.
    public var defaultValue: String?
    /// What help says of a default that is worked out while running: `the number of cores`.
    public var defaultNote: String?
    /// May be given several times; all values are kept, in order.
    public var isRepeating: Bool
    /// Takes all words up to the next option as values: `--select a b c`. Implies repeating.
    public var isGreedy = false
    public var isRequired: Bool
    /// An environment variable that sets the option when the command line does not. An empty
    /// variable counts as not set; a repeating option takes its values separated by commas.
    public var environment: String?
    public var isHidden: Bool

    /// A flag: `--json`, and `--no-json` too when it is negatable.
    public static func flag(
        _ name: String, short: Character? = nil, negatable: Bool = false, default: Bool? = nil,
        environment: String? = nil, hidden: Bool = false, help: String
    ) -> OptionSpec {
        OptionSpec(
            name: name, short: short, form: .flag(isNegatable: negatable), help: help,
            defaultValue: `default`.map { $0 ? "true" : "false" }, defaultNote: nil,
            isRepeating: false, isRequired: false, environment: environment, isHidden: hidden)
    }

    /// An option with a value: `--limit 5`, `--limit=5`, `-n 5`, `-n5`.
    ///
    /// - Parameter valueName: what help calls the value, in capitals: `N`, `DIR`, `TEXT`.
    public static func value(
        _ name: String, short: Character? = nil, _ valueName: String, _ kind: ValueKind = .text,
        default: String? = nil, defaultNote: String? = nil, repeating: Bool = false,
        greedy: Bool = false, required: Bool = false, environment: String? = nil,
        hidden: Bool = false, help: String
    ) -> OptionSpec {
        OptionSpec(
            name: name, short: short, form: .value(name: valueName, kind), help: help,
            defaultValue: `default`, defaultNote: defaultNote, isRepeating: repeating || greedy,
            isGreedy: greedy, isRequired: required, environment: environment, isHidden: hidden)
    }

    var kind: ValueKind? {
        if case .value(_, let kind) = form { kind } else { nil }
    }

    var isFlag: Bool { kind == nil }

    var isNegatable: Bool { form == .flag(isNegatable: true) }

    /// `--limit N` or `--json`, as in a message.
    var spelling: String {
        if case .value(let name, _) = form { "--\(self.name) \(name)" } else { "--\(name)" }
    }
}
