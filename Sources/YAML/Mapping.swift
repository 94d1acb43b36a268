extension YAML {
    /// The entries of a mapping in the order they were written.
    ///
    /// A key that is written twice keeps its first place and takes the last value, as PyYAML
    /// does; ``duplicates`` tells which keys those were.
    public struct Mapping: Sendable {
        /// A key with its value.
        public typealias Entry = (key: Node, value: Node)

        /// The entries in order.
        public private(set) var entries: [Entry] = []
        /// The later occurrences of keys that are written more than once.
        public internal(set) var duplicates: [Node] = []
        private var places: [Node: Int] = [:]

        /// A mapping without entries.
        public init() {}

        /// The number of entries.
        public var count: Int { entries.count }
        /// Whether there are no entries.
        public var isEmpty: Bool { entries.isEmpty }
        /// The keys that are strings, in order.
        public var names: [String] {
            entries.compactMap { if case .string(let name) = $0.key.value { name } else { nil } }
        }

        /// The value of a string key.
        public subscript(name: String) -> Node? { self[Node(.string(name))] }
        /// The value of any key.
        public subscript(key: Node) -> Node? { places[key].map { entries[$0].value } }

        /// Sets a key's value; a new key goes to the end.
        public mutating func set(_ key: Node, _ value: Node) {
            if let place = places[key] {
                entries[place].value = value
            } else {
                places[key] = entries.count
                entries.append((key, value))
            }
        }

        /// Whether a key is there.
        func contains(_ key: Node) -> Bool { places[key] != nil }
    }
}

extension YAML.Mapping: Hashable {
    /// Equal entries, in whatever order.
    public static func == (one: Self, other: Self) -> Bool {
        one.count == other.count && one.entries.allSatisfy { other[$0.key] == $0.value }
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(count) }
}

extension YAML.Mapping: Sequence {
    public func makeIterator() -> IndexingIterator<[Entry]> { entries.makeIterator() }
}

extension YAML.Mapping: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, YAML.Node)...) {
        self.init()
        for (name, value) in elements { set(YAML.Node(.string(name)), value) }
    }
}
