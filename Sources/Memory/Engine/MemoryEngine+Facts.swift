import Foundation

extension MemoryEngine {
    /// The claims that sleep has put on timelines, by subject, attribute and time.
    ///
    /// - Parameters:
    ///   - subject: only those whose subject has these words; nil for all.
    ///   - moment: as of when: what was so then. Nil for now.
    ///   - history: what held earlier too.
    public func facts(
        namespace: String, subject: String?, asOf moment: Moment?, history: Bool
    ) throws(MemoryError) -> [TimelineFact] {
        try MemoryDraft.validate(namespace: namespace)
        let wanted = Set(subject.map { SpokenText($0).tokens.map(\.word) } ?? [])
        let moment = moment ?? now
        let known = corrected(
            try index(of: namespace).facts, try store.marks(namespace: namespace), asOf: moment)
        return known.facts.filter { fact in
            let words = SpokenText(fact.subject).tokens.map(\.word)
            return wanted.isSubset(of: words) && fact.validFrom <= moment
                && (history || fact.holds(at: moment))
        }.sorted {
            ($0.subject.lowercased(), $0.predicate, $0.validFrom, $0.value)
                < ($1.subject.lowercased(), $1.predicate, $1.validFrom, $1.value)
        }
    }
}
