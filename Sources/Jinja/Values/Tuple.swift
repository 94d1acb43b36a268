import Synchronization

/// The elements of a tuple.
public final class Tuple: Sendable {
    // A lock as in `List`, only because deinit has to take the elements out.
    private let storage: Mutex<[Value]>

    /// A tuple of elements.
    public init(_ elements: [Value]) { storage = Mutex(elements) }

    /// The elements.
    public var elements: [Value] { storage.withLock { $0 } }

    deinit { Disposal.dispose(storage.withLock { take(&$0) }) }
}
