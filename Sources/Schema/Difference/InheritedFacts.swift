/// What columns and checks that come from a parent have for themselves: a comment, options, a
/// default that is not the parent's. They are left out of the rest of a comparison.
struct InheritedFacts: Sendable {
    private let before: Catalogue
    private let after: Catalogue
    /// Those that are compared like any other.
    private let compared: (before: Catalogue, after: Catalogue)

    init(from before: Catalogue, to after: Catalogue, compared: (Catalogue, Catalogue)) {
        self.before = before
        self.after = after
        self.compared = compared
    }

    static let own: Set<Fact> = [.comment, .options, .statisticsTarget, .default]

    /// What a child's column or check has in all; nil where there is none, or it is not inherited.
    static func object(_ id: ObjectID, in catalogue: Catalogue) -> SchemaObject? {
        if let object = catalogue[id] { return object.isTrue(.inherited) ? object : nil }
        guard let original = Inheritance(catalogue).original(of: id),
            var passed = catalogue[original]
        else { return nil }
        passed.id = id
        for fact in [Fact.comment, .options, .statisticsTarget] { passed.facts[fact] = nil }
        return passed
    }

    /// What differs.
    ///
    /// - Parameter isMade: whether something is made anew, so that what came from it is as it comes.
    func changes(isMade: (ObjectID) -> Bool = { _ in false }) -> [CatalogueDifference.Change] {
        let inheritance = Inheritance(after)
        return after.objects.values.compactMap { new in
            guard new.isTrue(.inherited), compared.after[new.id] == nil,
                let original = inheritance.original(of: new.id), var passed = after[original]
            else { return nil }
            for fact in [Fact.comment, .options, .statisticsTarget] { passed.facts[fact] = nil }
            let table = new.id.table.map { ObjectID(.table, schema: new.id.schema, $0) }
            let stays =
                compared.before[new.id] == nil && !isMade(original)
                && !(table.map(isMade) ?? false)
            let was = before[new.id]
            // What a column of the child's own had goes only if it is taken away.
            for fact in [Fact.comment, .options, .statisticsTarget] where new.facts[fact] == nil {
                passed.facts[fact] = was?.facts[fact]
            }
            let old = (stays ? was : nil) ?? passed
            let facts = new.differences(from: old).filter(Self.own.contains)
            return facts.isEmpty
                ? nil
                : CatalogueDifference.Change(before: old, after: new, id: new.id, facts: facts)
        }.sorted { $0.id < $1.id }
    }
}
