/// A command line that was understood: the command that was called and what was given to it.
///
/// Values have been checked against their `ValueKind`. Options and positional arguments are looked
/// up by the name they were declared with; to ask for a name that was not declared, or to ask for
/// it as something it was not declared to be, is a programmer's mistake and stops the program.
public struct ParsedCommand: Sendable {
    /// Where a value came from.
    public enum Source: Sendable, Hashable {
        case commandLine
        /// The environment variable of this name.
        case environment(String)
        /// A file of settings, as errors call it.
        case file(String)
        /// The default that was declared.
        case standard
    }

    struct Entry: Sendable {
        var values: [String]
        var source: Source
    }

    /// The words that call the command, without the program's name: `["store", "migrate"]`.
    public var path: [String] { scope.path }

    /// The usage line, for errors a command finds by itself.
    public var usage: String { usageLine(scope) }

    let scope: Scope
    let values: [String: Entry]

    init(scope: Scope, values: [String: Entry]) {
        self.scope = scope
        self.values = values
    }

    /// Whether a flag is set.
    public func flag(_ name: String) -> Bool { entry(name, isFlag: true)?.values.last == "true" }

    /// The value, or nil when it was not given and has no default.
    public func string(_ name: String) -> String? { entry(name)?.values.last }

    /// The value, or this default. When the declaration has a default, that one counts, and the two
    /// must agree (checked in debug builds), because help promises the declared one.
    public func string(_ name: String, default: String) -> String {
        assert(
            declaredDefault(name) ?? `default` == `default`,
            "the default of '\(name)' is not the one its help promises")
        return string(name) ?? `default`
    }

    /// All values of a repeating option or argument, in order; empty when none was given.
    public func strings(_ name: String) -> [String] { entry(name)?.values ?? [] }

    /// The whole number, or nil when it was not given and has no default.
    public func integer(_ name: String) -> Int? { string(name).flatMap(Int.init) }

    /// The whole number, or this default; see `string(_:default:)`.
    public func integer(_ name: String, default: Int) -> Int {
        assert(
            declaredDefault(name).flatMap(Int.init) ?? `default` == `default`,
            "the default of '\(name)' is not the one its help promises")
        return integer(name) ?? `default`
    }

    /// The number, or nil when it was not given and has no default.
    public func number(_ name: String) -> Double? { string(name).flatMap(Double.init) }

    /// The number, or this default; see `string(_:default:)`.
    public func number(_ name: String, default: Double) -> Double {
        assert(
            declaredDefault(name).flatMap(Double.init) ?? `default` == `default`,
            "the default of '\(name)' is not the one its help promises")
        return number(name) ?? `default`
    }

    /// Where the value came from, or nil when there is none.
    public func source(of name: String) -> Source? {
        entry(name, isFlag: scope.option(named: name)?.isFlag ?? false)?.source
    }

    /// An error about this command line that the parser could not see, with the usage line.
    public func usageError(
        _ message: String, suggestion: String? = nil, code: UsageError.Code = .invalidValue
    ) -> UsageError {
        scope.locate(UsageError(code, message, suggestion: suggestion))
    }

    private func entry(_ name: String, isFlag: Bool = false) -> Entry? {
        if let option = scope.option(named: name) {
            precondition(
                option.isFlag == isFlag, "'\(name)' is \(option.isFlag ? "a" : "no") flag")
        } else {
            precondition(
                !isFlag && scope.command.arguments.contains { $0.name == name },
                "'\(name)' is not declared for '\(scope.call)'")
        }
        return values[name]
    }

    private func declaredDefault(_ name: String) -> String? {
        scope.option(named: name)?.defaultValue
    }
}
