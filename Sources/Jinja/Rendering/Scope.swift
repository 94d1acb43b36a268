import Synchronization

/// The variables of a part of a template, inside those of the parts around it.
///
/// Macros keep the scope they were written in, and may be called from several threads at once;
/// hence the lock.
final class Scope: Sendable {
    let parent: Scope?
    private let variables: Mutex<[String: Value]>

    init(in parent: Scope? = nil, _ variables: [String: Value] = [:]) {
        self.parent = parent
        self.variables = Mutex(variables)
    }

    /// The value of a name here or around.
    func lookup(_ name: String) -> Value? {
        var scope: Scope? = self
        while let current = scope {
            if let value = current.local(name) { return value }
            scope = current.parent
        }
        return nil
    }

    func local(_ name: String) -> Value? { variables.withLock { $0[name] } }

    func set(_ name: String, _ value: Value) { variables.withLock { $0[name] = value } }

    var localNames: [String] { variables.withLock { Array($0.keys) } }

    deinit {
        Disposal.dispose(
            variables.withLock { variables in
                let values = Array(variables.values)
                variables = [:]
                return values
            })
    }
}
