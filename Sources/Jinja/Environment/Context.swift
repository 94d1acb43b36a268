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
    /// What names that are not there do; `nil` leaves it to the template's environment.
    let undefined: Environment.UndefinedPolicy?

    /// A context of variables.
    ///
    /// - Parameters:
    ///   - undefined: what undefined values do in renderings with this context, in the place of
    ///     what the template's environment says.
    ///   - fallback: makes the variables that are not there.
    public init(
        _ variables: [String: Value] = [:], undefined: Environment.UndefinedPolicy? = nil,
        fallback: Fallback? = nil
    ) {
        self.undefined = undefined
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
