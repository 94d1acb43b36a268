import Foundation

extension FactTable {
    /// The timelines where what a memory says no longer counts once another corrects it: from the
    /// time of the correction, or ever, where that is the earlier of the two.
    ///
    /// What the dropped claim had closed goes on to the next claim, or until now.
    func corrected(by corrections: [UUID: MemoryMarks.Correction]) -> FactTable {
        let faulty = facts.indices.filter { corrections[facts[$0].memory] != nil }
        if faulty.isEmpty { return self }
        var all = facts
        var dropped: Set<Int> = []
        for at in faulty {
            guard let correction = corrections[all[at].memory] else { continue }
            // Somebody else has said it again since: it stands on their word.
            if all[at].confirmedAt > max(correction.at, all[at].validFrom) { continue }
            if correction.at <= all[at].validFrom {
                dropped.insert(at)
            } else {
                all[at].validTo = all[at].validTo.map { min($0, correction.at) } ?? correction.at
            }
        }
        for gone in dropped where all[gone].isSingleValued {
            for at in all.indices
            where !dropped.contains(at) && all[at].validTo == all[gone].validFrom
                && all[at].isOnTimeline(of: all[gone])
            {
                all[at].validTo =
                    all.indices.filter {
                        !dropped.contains($0) && all[$0].isOnTimeline(of: all[at])
                            && all[$0].validFrom > all[at].validFrom
                    }.map { all[$0].validFrom }.min()
            }
        }
        var table = FactTable()
        for at in all.indices where !dropped.contains(at) { table.add(all[at]) }
        return table
    }
}

extension TimelineFact {
    fileprivate func isOnTimeline(of other: TimelineFact) -> Bool {
        subject == other.subject && predicate == other.predicate
    }
}
