import Synchronization

/// The entries of a dict in the order of insertion, shared by everyone who holds it.
///
/// Keys compare as in Python: `1`, `1.0` and `True` are the same key.
public final class Dict: Sendable {
    /// A key with its value.
    public typealias Entry = (key: Value, value: Value)

    struct Storage: Sendable {
        var keys: [Value] = []
        var values: [Value] = []
        var places: [Value: Int] = [:]
    }

    private let storage: Mutex<Storage>

    /// Whether Python has an `OrderedDict` here, which prints in another form.
    public let isOrdered: Bool

    /// A dict of entries; a later key wins over an earlier one.
    public init(_ entries: [(Value, Value)] = [], isOrdered: Bool = false) {
        self.isOrdered = isOrdered
        var storage = Storage()
        for (key, value) in entries { storage.set(key, value) }
        self.storage = Mutex(storage)
    }

    /// A dict with string keys.
    public convenience init(_ entries: KeyValuePairs<String, Value>) {
        self.init(entries.map { (.string($0.key), $0.value) })
    }

    /// The keys now, in order.
    public var keys: [Value] { storage.withLock { $0.keys } }
    /// The values now, in the order of their keys.
    public var values: [Value] { storage.withLock { $0.values } }
    /// The entries now, in order.
    public var entries: [Entry] {
        let (keys, values) = storage.withLock { ($0.keys, $0.values) }
        return Array(zip(keys, values)).map { (key: $0.0, value: $0.1) }
    }
    /// The number of entries.
    public var count: Int { storage.withLock { $0.keys.count } }

    /// The value of a key; setting `nil` removes the key.
    public subscript(key: Value) -> Value? {
        get { storage.withLock { storage in storage.places[key].map { storage.values[$0] } } }
        set {
            if let newValue {
                storage.withLock { $0.set(key, newValue) }
            } else {
                _ = remove(key)
            }
        }
    }

    /// The value of a string key.
    public subscript(name: String) -> Value? {
        get { self[Value.string(name)] }
        set { self[Value.string(name)] = newValue }
    }

    /// Takes a key out and returns its value. Time grows with the number of entries.
    public func remove(_ key: Value) -> Value? { storage.withLock { $0.remove(key) } }

    /// Takes all entries out.
    public func removeAll() { Disposal.dispose(release()) }

    private func release() -> [Value] {
        storage.withLock { storage in
            let taken = storage.values + storage.keys
            storage = Storage()
            return taken
        }
    }

    deinit { Disposal.dispose(release()) }
}

extension Dict.Storage {
    mutating func set(_ key: Value, _ value: Value) {
        if let place = places[key] {
            values[place] = value
        } else {
            places[key] = keys.count
            keys.append(key)
            values.append(value)
        }
    }

    mutating func remove(_ key: Value) -> Value? {
        guard let place = places.removeValue(forKey: key) else { return nil }
        keys.remove(at: place)
        for index in place..<keys.count { places[keys[index]] = index }
        return values.remove(at: place)
    }
}
