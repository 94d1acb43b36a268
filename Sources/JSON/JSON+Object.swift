extension JSON {
    /// Keys and values in order. Each key is there once.
    ///
    /// Keys are told apart byte by byte, so that two spellings of the same letter in Unicode stay
    /// two keys. Equality heeds the order.
    public struct Object: Sendable {
        public struct Entry: Sendable, Hashable {
            public let key: String
            public var value: JSON

            public init(key: String, value: JSON) {
                self.key = key
                self.value = value
            }
        }

        public private(set) var entries: [Entry]
        /// Places of keys, kept once searching through the entries would be slow.
        private var places: [ExactKey: Int]?

        private static let searchLimit = 64

        public init() { entries = [] }

        /// Of a key that occurs more than once, the first place and the last value are kept.
        public init(_ pairs: some Sequence<(String, JSON)>) {
            self.init()
            for (key, value) in pairs { self[key] = value }
        }

        /// Entries whose keys are known to differ.
        init(distinct entries: [Entry]) {
            self.entries = entries
            indexIfLarge()
        }

        public var keys: [String] { entries.map(\.key) }
        public var count: Int { entries.count }
        public var isEmpty: Bool { entries.isEmpty }

        /// The value of a key. A new key is added at the end; nil removes the key.
        public subscript(key: String) -> JSON? {
            get { place(of: key).map { entries[$0].value } }
            set {
                switch (place(of: key), newValue) {
                case (let place?, let value?): entries[place].value = value
                case (let place?, nil):
                    entries.remove(at: place)
                    places = nil
                    indexIfLarge()
                case (nil, let value?):
                    entries.append(Entry(key: key, value: value))
                    if places == nil {
                        indexIfLarge()
                    } else {
                        places?[ExactKey(text: key)] = entries.count - 1
                    }
                case (nil, nil): break
                }
            }
        }

        private func place(of key: String) -> Int? {
            if let places { return places[ExactKey(text: key)] }
            return entries.firstIndex { ExactKey(text: $0.key) == ExactKey(text: key) }
        }

        private mutating func indexIfLarge() {
            guard entries.count > Self.searchLimit else { return }
            var places = [ExactKey: Int](minimumCapacity: entries.count)
            for (place, entry) in entries.enumerated() { places[ExactKey(text: entry.key)] = place }
            self.places = places
        }
    }
}

extension JSON.Object: Hashable {
    public static func == (left: Self, right: Self) -> Bool { left.entries == right.entries }

    public func hash(into hasher: inout Hasher) { hasher.combine(entries) }
}

extension JSON.Object: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self.init(elements.map { ($0.0, $0.1) })
    }
}

/// A key compared by its bytes. `String` holds different spellings of a letter to be equal.
struct ExactKey: Hashable {
    let text: String

    static func == (left: Self, right: Self) -> Bool {
        // What `String` tells apart differs in its bytes too, and it is much faster at it.
        left.text == right.text && left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
