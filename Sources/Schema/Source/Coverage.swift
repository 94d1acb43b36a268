/// What a source of schemas can say at all. What it cannot say is not compared with it.
public struct Coverage: Sendable, Hashable {
    public var leavesOutKinds: Set<ObjectKind>
    public var leavesOutFacts: Set<Fact>

    /// A database, and whatever was replayed on one.
    public static let everything = Coverage(leavesOutKinds: [], leavesOutFacts: [])

    /// Who owns things and may use them.
    public static let access: Set<Fact> = [.owner, .grants]

    /// A snapshot of Drizzle Kit: tables, columns, keys, indexes, checks, policies, enums, sequences
    /// and views.
    static let drizzle = Coverage(
        leavesOutKinds: [
            .extension, .function, .procedure, .aggregate, .trigger, .rule, .statistics, .range,
            .compositeType, .domain,
        ],
        leavesOutFacts: [
            .comment, .storage, .compression, .statisticsTarget, .persistence, .partitionBy,
            .partitionOf, .bound, .inherits, .accessMethod, .replicaIdentity, .collation, .options,
            .owner, .grants,
        ])

    public init(leavesOutKinds: Set<ObjectKind>, leavesOutFacts: Set<Fact>) {
        self.leavesOutKinds = leavesOutKinds
        self.leavesOutFacts = leavesOutFacts
    }

    /// What neither can say.
    public func union(_ other: Coverage) -> Coverage {
        Coverage(
            leavesOutKinds: leavesOutKinds.union(other.leavesOutKinds),
            leavesOutFacts: leavesOutFacts.union(other.leavesOutFacts))
    }
}

extension Catalogue {
    /// Without what cannot be compared.
    public func limited(to coverage: Coverage) -> Catalogue {
        guard coverage != .everything else { return self }
        var limited = Catalogue(
            objects.values.compactMap { object in
                guard !coverage.leavesOutKinds.contains(object.id.kind) else { return nil }
                var object = object
                for fact in coverage.leavesOutFacts { object.facts[fact] = nil }
                return object
            })
        limited.notCovered = notCovered
        return limited
    }
}
