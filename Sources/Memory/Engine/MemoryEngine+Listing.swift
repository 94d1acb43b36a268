public import Foundation

extension MemoryEngine {
    /// A page of sessions.
    public func list(_ listing: SessionListing) throws(MemoryError) -> SessionPage {
        try MemoryDraft.validate(namespace: listing.namespace)
        if let after = listing.after, after.list != listing.list { throw ListName.foreignCursor }
        return try store.sessions(listing)
    }

    /// A page of facts.
    public func list(_ listing: FactListing) throws(MemoryError) -> FactPage {
        try MemoryDraft.validate(namespace: listing.namespace)
        try listing.after?.check(listing.list)
        let marks = try store.marks(namespace: listing.namespace)
        if marks.corrections.isEmpty { return try derived.facts(listing, now: now) }
        return try standing(listing, marks)
    }

    /// A page of facts without what a later memory corrects, as recall sees them: what the
    /// corrected one had closed goes on.
    private func standing(_ listing: FactListing, _ marks: MemoryMarks) throws(MemoryError)
        -> FactPage
    {
        let table = corrected(try index(of: listing.namespace).facts, marks, asOf: listing.asOf)
        let known = Dictionary(
            table.facts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let moment = listing.asOf ?? now
        var wanted = listing
        wanted.includesPast = true
        var found: [Fact] = []
        while found.count <= listing.limit {
            let page = try derived.facts(wanted, now: now)
            for var fact in page.facts {
                guard let standing = known[fact.id] else { continue }
                fact.validTo = standing.validTo
                if listing.includesPast || fact.validTo.map({ $0 > moment }) ?? true {
                    found.append(fact)
                }
            }
            guard let next = page.next else { break }
            wanted.after = next
        }
        return FactPage(Array(found.prefix(listing.limit + 1)), of: listing)
    }

    /// A page of episodes.
    public func list(_ listing: EpisodeListing) throws(MemoryError) -> EpisodePage {
        try MemoryDraft.validate(namespace: listing.namespace)
        try listing.after?.check(listing.list)
        var filter = MemoryFilter()
        (filter.since, filter.until) = (listing.since, listing.until)
        try filter.validate()
        return try derived.episodes(listing)
    }

    /// An episode and its memories, in their order; nil where the namespace has none of this id.
    public func episode(_ id: UUID, namespace: String) throws(MemoryError)
        -> (episode: Episode, memories: [MemoryRecord])?
    {
        try MemoryDraft.validate(namespace: namespace)
        guard let (episode, ids) = try derived.episode(id, namespace: namespace) else { return nil }
        return (episode, try store.memories(ids, namespace: namespace))
    }

    /// What is associated with a memory, and with that again.
    ///
    /// - Parameters:
    ///   - depth: how many links away, from 1.
    ///   - limit: how many memories at most, without the memory itself.
    public func neighbourhood(of memory: MemoryRecord, depth: Int, limit: Int)
        throws(MemoryError) -> Neighbourhood
    {
        var ids = [memory.id]
        var known: Set<UUID> = [memory.id]
        var frontier = [memory.id]
        var links: [Association] = []
        var hasMore = false
        for _ in 0..<depth where !frontier.isEmpty {
            let found = try derived.associations(
                of: frontier, namespace: memory.namespace, limit: limit * 4 + 1)
            hasMore = hasMore || found.count > limit * 4
            links += found
            frontier = []
            for link in found {
                for id in [link.source, link.target] where !known.contains(id) {
                    guard ids.count <= limit else {
                        hasMore = true
                        continue
                    }
                    known.insert(id)
                    ids.append(id)
                    frontier.append(id)
                }
            }
        }
        let memories = try store.memories(ids, namespace: memory.namespace)
        let there = Set(memories.map(\.id))
        var seen: Set<[UUID]> = []
        links = links.filter {
            there.contains($0.source) && there.contains($0.target)
                && seen.insert([$0.source, $0.target]).inserted
        }
        links.sort { $0.weight > $1.weight }
        return Neighbourhood(memories: memories, associations: links, hasMore: hasMore)
    }

    /// Cycles that were completed, the last first.
    ///
    /// - Parameter before: only those with a smaller number.
    public func cycles(before: Int? = nil, limit: Int) throws(MemoryError) -> [SleepCycle] {
        try derived.cycles(before: before, limit: limit)
    }
}
