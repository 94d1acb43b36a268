import Synchronization

/// The variables that a rendering starts from.
///
/// A context may hold thousands of names that are made only when they are asked for: give a
/// `fallback`, and what it returns is kept.
public final class Context: Sendable {
    /// Makes a variable that is not there yet; `nil` when the name is unknown.
    public typealias Fallback = @Sendable (_ name: String, _ context: Context) -> Value?

    private let variables: Mutex<[String: Value]>
    private let fallback: Fallback?

    /// A context of variables.
    public init(_ variables: [String: Value] = [:], fallback: Fallback? = nil) {
        self.variables = Mutex(variables)
        self.fallback = fallback
    }

    /// The variable of a name. Setting is seen by renderings that are under way.
    public subscript(name: String) -> Value? {
        get { lookup(name) }
        set { variables.withLock { $0[name] = newValue } }
    }

    private func lookup(_ name: String) -> Value? {
        if let value = variables.withLock({ $0[name] }) { return value }
        // Outside the lock: the fallback may ask this context for other names.
        guard let value = fallback?(name, self) else { return nil }
        variables.withLock { $0[name] = value }
        return value
    }
}
