/// What has to be done to one catalogue so that it becomes another.
public struct CatalogueDifference: Sendable {
    public struct Change: Sendable, Hashable {
        /// Nil where the thing is new.
        public var before: SchemaObject?
        /// Nil where the thing is no more.
        public var after: SchemaObject?
        public var id: ObjectID
        /// What differs where it is there before and after.
        public var facts: [Fact]
    }

    public let before: Catalogue
    public let after: Catalogue
    public let changes: [ObjectID: Change]
    let inherited: InheritedFacts

    /// - Precondition: both catalogues are limited to the same scope.
    public init(from before: Catalogue, to after: Catalogue) {
        let compared = Inheritance.compared(before, after)
        inherited = InheritedFacts(from: before, to: after, compared: compared)
        // Only what both have for themselves can be told apart.
        let known = before.objects
        let own = inherited.changes().filter { known[$0.id] != nil }
        (self.before, self.after) = compared
        let (before, after) = compared
        var changes: [ObjectID: Change] = [:]
        for id in Set(before.objects.keys).union(after.objects.keys) {
            let (old, new) = (before[id], after[id])
            let facts = old.flatMap { old in new.map { $0.differences(from: old) } } ?? []
            if old == nil || new == nil || !facts.isEmpty {
                changes[id] = Change(before: old, after: new, id: id, facts: facts)
            }
        }
        for change in own where changes[change.id] == nil {
            changes[change.id] = change
        }
        self.changes = changes
    }

    public var isEmpty: Bool { changes.isEmpty }

    /// Sorted so that what belongs to one table stands together.
    public var sorted: [Change] {
        changes.values.sorted {
            let (one, other) = ($0.id, $1.id)
            return (one.schema, one.table ?? one.name, one.table == nil ? 0 : 1, one)
                < (other.schema, other.table ?? other.name, other.table == nil ? 0 : 1, other)
        }
    }
}
