import Foundation
import Search
import Synchronization

extension MemoryEngine {
    /// Finds the memories that answer a question, and says why each was chosen.
    ///
    /// Works without a model (by words alone, and says so) and before the first sleep (without
    /// associations). What it returns counts as recalled, which strengthens it.
    public func recall(_ question: String, options wanted: RecallOptions) throws(MemoryError)
        -> RecallAnswer
    {
        try MemoryDraft.validate(namespace: wanted.namespace)
        if question.allSatisfy(\.isWhitespace) {
            throw MemoryError(.invalidInput, "there is no question: the text is empty")
        }
        try wanted.filter.validate()
        let moment = wanted.asOf ?? now
        var notes: [String] = []
        let (found, asked, words) = try prepare(question, wanted, moment, &notes)
        var index = found
        let marks = try store.marks(namespace: wanted.namespace)
        index.pin(marks.pins)
        index.facts = corrected(index.facts, marks, asOf: wanted.asOf)
        let count = index.count(asOf: wanted.asOf)
        let score = try events.measure(.scoring) { () throws(MemoryError) in
            RecallScore(
                asked, in: index, associations: try associations(of: index, asOf: wanted.asOf),
                count: count, now: moment, lexical: words)
        }
        let facts = answers(to: asked, in: index, wanted)
        var isDoubted = false
        let results = try events.measure(.reading) { () throws(MemoryError) in
            let allowed =
                wanted.filter.asksTheStore
                ? try store.ids(matching: wanted.filter, namespace: wanted.namespace) : nil
            let selection = RecallSelection(
                index: index, score: score, wanted: wanted, allowed: allowed, marks: marks)
            var lifted = evidence(of: facts, in: index).flatMap { number in
                number < count && selection.stands(number) ? number : nil
            }
            let wasLifted = lifted != nil
            let all = try self.results(of: asked, score, in: index, selection, lifting: &lifted)
            isDoubted = wasLifted && lifted == nil
            guard let share = wanted.leastShare, let best = all.map(\.result.score).max() else {
                return all
            }
            return all.filter { $0.result.score >= best * share }
        }
        events(.recalled(isEmpty: results.isEmpty))
        let best = results.map(\.number)
        // A fact that a later memory ends, in words that sleep cannot read, answers no longer.
        let told = facts.filter { fact in
            !isDoubted
                && !results.contains {
                    fact.sources.contains($0.result.memory.id) && $0.result.supersededBy != nil
                }
        }
        if wanted.isWrittenDown, !isReadOnly, !results.isEmpty {
            journal.note(
                PendingAccess(
                    recall: options.randomID(), namespace: wanted.namespace,
                    memories: results.map(\.result.memory.id), at: now))
        }
        return RecallAnswer(
            question: question, results: results.map(\.result),
            likelihood: count == 0 ? 0 : Double(score.likelihood), window: asked.window,
            notes: notes,
            knowledge: index.attributed(
                told + index.knowledge.about(best, question: question, limit: 1, asOf: moment)))
    }

    /// Facts without what was corrected by a moment.
    func corrected(_ facts: FactTable, _ marks: MemoryMarks, asOf moment: Moment?) -> FactTable {
        if facts.isEmpty || marks.corrections.isEmpty { return facts }
        return facts.corrected(by: marks.corrections.filter { $0.value.at <= moment ?? .latest })
    }

    /// The facts that answer a question, with what was so before.
    private func answers(
        to question: RecallQuestion, in index: RecallIndex, _ wanted: RecallOptions
    ) -> [Knowledge] {
        if index.facts.isEmpty { return [] }
        let asked = FactQuestion(question.text, namesSpeaker: !question.speakers.isEmpty)
        return index.facts.answers(
            to: asked, at: wanted.asOf ?? now, limit: 3, where: isKnown(in: index, wanted))
    }

    /// The memory that says the one fact that answers.
    private func evidence(of facts: [Knowledge], in index: RecallIndex) -> Int? {
        guard let fact = facts.first, fact.isOnlyOne, let id = fact.sources.first else {
            return nil
        }
        return index.numbers(of: [id])[id]
    }

    /// Whether a memory had been told by the moment that a recall goes by.
    func isKnown(in index: RecallIndex, _ wanted: RecallOptions) -> (UUID) -> Bool {
        guard let moment = wanted.knownAt else { return { _ in true } }
        let late = Set(
            index.told.indices.filter { index.told[$0] > moment }.map { index.ids[$0] })
        return { !late.contains($0) }
    }

    /// The question, taken apart, the index that answers it, and what its words earn, where that is
    /// known already.
    func prepare(
        _ question: String, _ wanted: RecallOptions, _ moment: Moment, _ notes: inout [String]
    ) throws(MemoryError) -> (RecallIndex, RecallQuestion, LexicalScore?) {
        if let (index, asked) = try prepareFromCandidates(question, wanted, moment) {
            return (index, asked, nil)
        }
        let index = try events.measure(.index) { () throws(MemoryError) in
            try self.index(of: wanted.namespace)
        }
        let anchored = try anchoredTime(in: question, of: index, wanted, moment)
        var asked = RecallQuestion(
            question, in: index, now: moment, zone: options.zone, anchored: anchored)
        // Both take milliseconds, and neither needs the other.
        let vector = encoder.begin(asked.embeddedText)
        let words = LexicalScore(
            index: index, terms: asked.terms, count: index.count(asOf: wanted.asOf),
            weights: index.weights)
        do throws(MemoryError) {
            asked.vector = try events.measure(.embedding) { () throws(MemoryError) in
                try vector.get()
            }
            if index.withoutVector > 0 {
                notes.append(
                    (index.withoutVector == 1
                        ? "1 memory has" : "\(index.withoutVector) memories have")
                        + " no vector yet, found by words only; run: dormouse sleep")
            }
        } catch {
            notes.append("found by words only: \(error.message)")
        }
        return (index, asked, words)
    }

    /// The same for the first question of a large namespace on a server, without loading it.
    private func prepareFromCandidates(
        _ question: String, _ wanted: RecallOptions, _ moment: Moment
    ) throws(MemoryError) -> (RecallIndex, RecallQuestion)? {
        let namespace = wanted.namespace
        guard !wanted.filter.asksTheStore,
            let server = store as? PostgreSQLStore, !options.isLongLived,
            !indexes.holds(namespace),
            askedOnce.withLock({ $0.insert(Array(namespace.utf8)).inserted }),
            try server.isLarge(namespace)
        else { return nil }
        return try candidates(of: server, question, wanted, moment)
    }

    /// Nil where there are fewer than are wanted: then the index is loaded, and has them if
    /// anything has.
    func candidates(
        of server: PostgreSQLStore, _ question: String, _ wanted: RecallOptions, _ moment: Moment,
        reach: Int = 300
    ) throws(MemoryError) -> (RecallIndex, RecallQuestion)? {
        let speakers = try server.speakers(namespace: wanted.namespace)
        var probe = RecallIndex(namespace: wanted.namespace, dimensions: Encoder.dimensions)
        probe.know(speakers: speakers)
        let first = RecallQuestion(question, in: probe, now: moment, zone: options.zone)
        var seen: Set<String> = []
        let search = CandidateSearch(
            namespace: wanted.namespace, model: Encoder.modelName, dimensions: Encoder.dimensions,
            words: first.words.filter { seen.insert($0.stem).inserted }.map { ($0.word, $0.stem) },
            vector: try? encoder.vector(of: first.embeddedText), window: first.window,
            asOf: wanted.asOf, since: wanted.since, until: wanted.until, reach: reach)
        var index = try server.candidateIndex(search, speakers: speakers)
        guard index.count >= wanted.limit else { return nil }
        try derived.load(into: &index)
        var asked = RecallQuestion(question, in: index, now: moment, zone: options.zone)
        asked.vector = search.vector
        return (index, asked)
    }

    func associations(of index: RecallIndex, asOf: Moment?) throws(MemoryError)
        -> AssociationGraph
    {
        guard let asOf, !index.associations.isEmpty else { return index.associations }
        return try derived.associations(of: index, asOf: asOf)
    }

    /// The index of a namespace, up to date; built when it is first asked.
    func index(of namespace: String) throws(MemoryError) -> RecallIndex {
        try indexes.index(
            of: namespace,
            load: { () throws(MemoryError) in
                var index = try store.loadIndex(
                    namespace: namespace, model: Encoder.modelName,
                    dimensions: Encoder.dimensions)
                try derived.load(into: &index)
                return index
            },
            refresh: { (index) throws(MemoryError) in
                switch try store.refresh(&index, model: Encoder.modelName) {
                case .stale: return false
                case .sleptMeanwhile: try derived.load(into: &index)
                case .current: break
                }
                return true
            })
    }
}
