import Foundation

/// The timelines of a namespace: for each subject and attribute the claims there were, in order.
struct FactTable: Sendable {
    private(set) var facts: [TimelineFact] = []

    var isEmpty: Bool { facts.isEmpty }
    /// What this takes in memory, more or less.
    var bytes: Int { facts.reduce(0) { $0 + $1.sentence.utf8.count + 240 } }

    mutating func add(_ fact: TimelineFact) { facts.append(fact) }

    /// What answers a question, the surest first: the facts that hold at the moment it asks for.
    ///
    /// - Parameters:
    ///   - moment: when it is asked, or as of when.
    ///   - known: whether a memory was told by then; what was not is not told.
    func answers(
        to question: FactQuestion, at moment: Moment, limit: Int, where known: (UUID) -> Bool
    ) -> [Knowledge] {
        guard question.asksForState else { return [] }
        let asked = standing(at: moment, where: known).filter { question.asks(for: $0) }
        let holding = asked.filter { holds($0, at: moment, among: asked) }
        let chosen: [TimelineFact]
        switch question.intent.aim {
        case .before: chosen = holding.compactMap { predecessor(of: $0, in: asked) }
        case .first: chosen = asked.min { $0.validFrom < $1.validFrom }.map { [$0] } ?? []
        default: chosen = Self.withoutOlderNames(holding)
        }
        return chosen.prefix(limit).map { fact in
            var item = Knowledge(
                kind: .fact, text: fact.text, sources: [fact.memory], validFrom: fact.validFrom,
                validTo: fact.validTo.flatMap { $0 <= moment ? $0 : nil })
            item.relevance = 1
            item.before = predecessor(of: fact, in: asked)?.value
            item.isOnlyOne = fact.isSingleValued && chosen.count == 1
            return item
        }
    }

    /// "The basic plan" and "basic" are one thing where a question fits both: what was said last of
    /// it holds.
    private static func withoutOlderNames(_ facts: [TimelineFact]) -> [TimelineFact] {
        func words(_ fact: TimelineFact) -> Set<String> {
            Set(fact.subject.lowercased().split(separator: " ").map(String.init)).subtracting([
                "the"
            ])
        }
        return facts.filter { fact in
            !facts.contains { other in
                fact.isSingleValued && other.predicate == fact.predicate
                    && other.validFrom > fact.validFrom
                    && (words(other).isSubset(of: words(fact))
                        || words(fact).isSubset(of: words(other)))
            }
        }
    }

    /// What holds at a moment, as far as it was known: of any subject.
    func holding(at moment: Moment, where known: (UUID) -> Bool) -> [TimelineFact] {
        let all = standing(at: moment, where: known)
        return all.filter { holds($0, at: moment, among: all) }
    }

    /// What had begun by then and was known.
    private func standing(at moment: Moment, where known: (UUID) -> Bool) -> [TimelineFact] {
        facts.filter { $0.validFrom <= moment && known($0.memory) }
    }

    /// Whether a fact holds: nothing that was known by then ended it. An end that only a later
    /// telling tells of does not count.
    private func holds(_ fact: TimelineFact, at moment: Moment, among known: [TimelineFact]) -> Bool
    {
        guard let end = fact.validTo, end <= moment else { return true }
        func follows(_ other: TimelineFact) -> Bool {
            other.subject == fact.subject && other.predicate == fact.predicate
                && other.validFrom == end && other.id != fact.id
        }
        return !known.contains(where: follows) && facts.contains(where: follows)
    }

    /// What held before a fact, where only one value can.
    private func predecessor(of fact: TimelineFact, in all: [TimelineFact]) -> TimelineFact? {
        guard fact.isSingleValued else { return nil }
        return all.filter {
            $0.subject == fact.subject && $0.predicate == fact.predicate
                && $0.validFrom < fact.validFrom && $0.id != fact.id
        }.max { $0.validFrom < $1.validFrom }
    }
}
