public import JSON

/// One thing in a catalogue, and what is known of it.
public struct SchemaObject: Sendable, Hashable {
    public var id: ObjectID
    public var facts: [Fact: JSON]
    /// What must be there before it.
    public var requires: Set<ObjectID>

    public init(_ id: ObjectID, _ facts: [Fact: JSON] = [:], requires: Set<ObjectID> = []) {
        self.id = id
        self.facts = facts
        self.requires = requires
    }

    public subscript(fact: Fact) -> String? { facts[fact]?.string }

    public func isTrue(_ fact: Fact) -> Bool { facts[fact]?.bool ?? false }

    public func list(_ fact: Fact) -> [String] { facts[fact]?.array?.compactMap(\.string) ?? [] }

    /// Facts that differ, in the order in which they are told.
    public func differences(from other: SchemaObject) -> [Fact] {
        Fact.allCases.filter { $0.isCompared && facts[$0] != other.facts[$0] }
    }
}
