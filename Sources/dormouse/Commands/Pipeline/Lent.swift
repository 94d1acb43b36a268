import Dispatch
import Synchronization

/// The only holder of something whose end takes long: giving it up can be left to another thread.
final class Lent<Value: Sendable>: Sendable {
    private let value: Mutex<Value?>

    init(_ value: Value) { self.value = Mutex(value) }

    /// Calls the body with the value, which the body does not keep.
    func lend<T>(_ body: (Value) throws -> T) rethrows -> T {
        guard let value = value.withLock({ $0 }) else {
            preconditionFailure("what was given up cannot be lent")
        }
        return try body(value)
    }

    /// Lets go of the value on another thread; whoever waits for the group waits for its end.
    func giveUpAside() -> DispatchGroup {
        let group = DispatchGroup()
        DispatchQueue.global().async(group: group) { [self] in
            value.withLock { $0 = nil }
        }
        return group
    }
}
