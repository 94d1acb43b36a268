/// Who set a value, from the strongest to the weakest.
public enum LimitOrigin: Sendable, Hashable, CustomStringConvertible {
    /// An option of the command line: `--threads`.
    case flag(String)
    /// A variable of the environment: `DORMOUSE_MEMORY_LIMIT`.
    case environment(String)
    /// `governor:` of dormouse.yml.
    case settings
    /// `settings:` of a target in profiles.yml.
    case profile
    /// A template, by its name.
    case template(String)
    /// What the machine is.
    case machine

    public var description: String {
        switch self {
        case .flag(let name): "--\(name)"
        case .environment(let name): name
        case .settings: "dormouse.yml"
        case .profile: "profiles.yml"
        case .template(let name): "template \(name)"
        case .machine: "the machine"
        }
    }
}

/// A value and who set it.
public struct Sourced<Value: Sendable & Equatable>: Sendable, Equatable {
    public let value: Value
    public let origin: LimitOrigin
    /// What was asked for, where the machine has less.
    public let asked: Value?

    public init(_ value: Value, _ origin: LimitOrigin, asked: Value? = nil) {
        self.value = value
        self.origin = origin
        self.asked = asked
    }
}
