/// Where two or three catalogues differ, thing by thing.
public struct DriftReport: Sendable {
    /// A thing that is not the same everywhere.
    public struct Entry: Sendable, Hashable {
        public var id: ObjectID
        /// What each source has, in the order of the sources; nil where it is missing.
        public var objects: [SchemaObject?]
        /// Facts that differ between those that have it.
        public var facts: [Fact]
    }

    /// Entries of one table, view, or thing that stands by itself.
    public struct Group: Sendable, Hashable {
        public var id: ObjectID
        public var entries: [Entry]
    }

    public let groups: [Group]

    /// - Precondition: the catalogues are limited to the same scope and coverage.
    public init(_ catalogues: [Catalogue]) {
        let complete = catalogues
        let catalogues = catalogues.map { Inheritance($0).withoutCopies() }
        var entries: [ObjectID: [Entry]] = [:]
        let all = catalogues.reduce(into: Set<ObjectID>()) { $0.formUnion($1.objects.keys) }
        for id in all.sorted() {
            let objects = catalogues.map { $0[id] }
            let present = objects.compactMap { $0 }
            let facts = Fact.allCases.filter { fact in
                fact.isCompared && Set(present.map { $0.facts[fact] }).count > 1
            }
            guard present.count < objects.count || !facts.isEmpty else { continue }
            let owner = catalogues.lazy.compactMap { $0.owner(of: id) }.first
            // Where the whole table is missing, its parts need no lines of their own.
            if let owner, zip(catalogues, objects).allSatisfy({ $1 != nil || $0[owner] == nil }),
                facts.isEmpty
            {
                continue
            }
            let entry = Entry(id: id, objects: objects, facts: facts)
            entries[owner ?? id, default: []].append(entry)
        }
        let inherited = complete.reduce(into: Set<ObjectID>()) { ids, catalogue in
            ids.formUnion(catalogue.objects.values.filter { $0.isTrue(.inherited) }.map(\.id))
        }
        for id in inherited.sorted() where catalogues.allSatisfy({ $0[id] == nil }) {
            let objects = complete.map { InheritedFacts.object(id, in: $0) }
            guard !objects.contains(nil) else { continue }
            let facts = Fact.allCases.filter { fact in
                InheritedFacts.own.contains(fact) && Set(objects.map { $0?.facts[fact] }).count > 1
            }
            guard !facts.isEmpty else { continue }
            let owner = catalogues.lazy.compactMap { $0.owner(of: id) }.first
            entries[owner ?? id, default: []].append(Entry(id: id, objects: objects, facts: facts))
        }
        groups = entries.sorted {
            ($0.key.schema, $0.key.name, $0.key) < ($1.key.schema, $1.key.name, $1.key)
        }.map { Group(id: $0.key, entries: $0.value) }
    }

    public var isEmpty: Bool { groups.isEmpty }

    public var count: Int { groups.reduce(0) { $0 + $1.entries.count } }
}
