import Synchronization

/// The elements of a list, shared by everyone who holds it.
///
/// A lock guards the elements, so that values given to several renderings at once stay sound; it
/// is held only while elements are read or stored, never while code of others runs.
public final class List: Sendable {
    private let storage: Mutex<[Value]>

    /// A list of elements.
    public init(_ elements: [Value] = []) { storage = Mutex(elements) }

    /// The elements now; the array does not follow later changes.
    public var elements: [Value] { storage.withLock { $0 } }
    /// The number of elements.
    public var count: Int { storage.withLock { $0.count } }

    /// Adds an element at the end.
    public func append(_ value: Value) { storage.withLock { $0.append(value) } }

    /// Changes the elements under the lock; the closure must not touch other values.
    public func withElements<T: Sendable>(_ body: (inout [Value]) -> T) -> T {
        storage.withLock { elements in body(&elements) }
    }

    deinit { Disposal.dispose(storage.withLock { take(&$0) }) }
}
