/// Something a template named that is not there.
public struct Undefined: Sendable {
    /// The name or attribute that was looked for.
    public let name: String
    /// What an error says when the value is used.
    public let message: String
    /// What it does when it is used.
    public let policy: Environment.UndefinedPolicy

    /// A missing variable; the message is Jinja's own when none is given.
    public init(
        name: String, message: String? = nil, policy: Environment.UndefinedPolicy = .lenient
    ) {
        self.name = name
        self.message = message ?? "'\(name)' is undefined"
        self.policy = policy
    }

    /// The error of using it.
    var error: JinjaError { JinjaError(.undefined, message) }

    /// Whether its attributes and items are undefined, and no error.
    var isChainable: Bool { policy == .chainable || policy == .permissive }

    /// Refuses the use of a strict one.
    func checkUse() throws(JinjaError) {
        if policy == .strict { throw error }
    }
}

extension Environment {
    /// What an undefined value does.
    public enum UndefinedPolicy: Sendable {
        /// It prints as nothing, iterates as nothing and is false; its attributes, calls and
        /// arithmetic are errors. Jinja's default.
        case lenient
        /// As lenient, and its attributes are undefined too.
        case chainable
        /// As chainable, and calling it is undefined too: for a first look at a template.
        case permissive
        /// Any use but `is defined` and `default()` is an error.
        case strict
    }
}
