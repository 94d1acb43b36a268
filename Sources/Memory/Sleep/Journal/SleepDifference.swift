public import JSON

/// What differs between the states after two cycles.
public struct SleepDifference: Sendable, Hashable {
    public enum Change: String, Sendable, CaseIterable {
        case learnt, changed, superseded, forgotten
    }

    /// One thing that is otherwise.
    public struct Item: Sendable, Hashable {
        /// `fact`, `gist` or `episode`.
        public var kind: String
        public var change: Change
        public var namespace: String
        /// As a person reads it.
        public var sentence: String
        public var before: JSON
        public var after: JSON
    }

    /// How many of a kind, where each one is too small to tell.
    public struct Count: Sendable, Hashable {
        public var name: String
        public var rows: Int
    }

    /// The states that are compared, by the cycle that ended in each; 0: before the first.
    public var from: Int
    public var to: Int
    public var items: [Item]
    public var counts: [Count]

    public var isEmpty: Bool { items.isEmpty && counts.allSatisfy { $0.rows == 0 } }

    /// Of one namespace.
    public func within(_ namespace: String) -> SleepDifference {
        var other = self
        other.items = items.filter { $0.namespace.utf8.elementsEqual(namespace.utf8) }
        return other
    }

    public var json: JSON {
        [
            "from": .int(from), "to": .int(to),
            "counts": .object(JSON.Object(counts.map { ($0.name, .int($0.rows)) })),
            "changes": .array(
                items.map {
                    [
                        "kind": .string($0.kind), "change": .string($0.change.rawValue),
                        "namespace": .string($0.namespace), "sentence": .string($0.sentence),
                        "before": $0.before, "after": $0.after,
                    ]
                }),
        ]
    }
}
