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

    deinit { Value.dismantle(storage.withLock { Value.take(&$0) }) }
}

/// The elements of a tuple.
public final class Tuple: Sendable {
    // A lock as in `List`, only because deinit has to take the elements out.
    private let storage: Mutex<[Value]>

    /// A tuple of elements.
    public init(_ elements: [Value]) { storage = Mutex(elements) }

    /// The elements.
    public var elements: [Value] { storage.withLock { $0 } }

    fileprivate func release() -> [Value] { storage.withLock { Value.take(&$0) } }

    deinit { Value.dismantle(storage.withLock { Value.take(&$0) }) }
}

extension Value {
    fileprivate static func take(_ elements: inout [Value]) -> [Value] {
        let taken = elements
        elements = []
        return taken
    }

    /// Frees values without recursion: a template can nest lists a million deep in a loop, and
    /// nested deinits would run out of stack.
    static func dismantle(_ values: [Value]) {
        guard values.contains(where: \.isContainer) else { return }
        var pending = values
        while let value = pending.popLast() {
            switch consume value {
            case .list(var list):
                if isKnownUniquelyReferenced(&list) {
                    pending += list.withElements { take(&$0) }.filter(\.isContainer)
                }
            case .tuple(var tuple):
                if isKnownUniquelyReferenced(&tuple) {
                    pending += tuple.release().filter(\.isContainer)
                }
            case .dict(var dict):
                if isKnownUniquelyReferenced(&dict) {
                    pending += dict.release().filter(\.isContainer)
                }
            default: break
            }
        }
    }

    private var isContainer: Bool {
        switch self {
        case .list, .tuple, .dict: true
        default: false
        }
    }
}
