import Foundation

extension MemoryEngine {
    /// How many memories a context is chosen from.
    private static let contextReach = 40

    /// What an agent should know before it does a task. The same home gives the same.
    public func context(_ task: String, options wanted: RecallOptions) throws(MemoryError)
        -> AgentContext
    {
        var options = wanted
        options.limit = Self.contextReach
        let answer = try recall(task, options: options)
        let index = try index(of: wanted.namespace)
        let moment = wanted.asOf ?? now
        let found = answer.results.map(\.memory)
        let sources = Set(found.prefix(15).map(\.id))
        let words = Set(SpokenText(task).tokens.map(\.word))
        let known = corrected(
            index.facts, try store.marks(namespace: wanted.namespace), asOf: moment)
        let facts = known.holding(at: moment, where: isKnown(in: index, wanted))
            .filter { fact in
                let subject = SpokenText(fact.subject).tokens.map(\.word)
                return sources.contains(fact.memory)
                    || subject.contains { words.contains($0) && !FunctionWords.all.contains($0) }
            }
        let numbers = index.numbers(of: Set(found.map(\.id)))
        let open = found.prefix(25).filter { memory in
            let reading = ClaimReading(memory.content)
            guard memory.occurredAt >= moment.adding(-60 * Moment.day) else { return false }
            if reading.asks { return numbers[memory.id].map { index.next[$0] < 0 } ?? false }
            return reading.cues.contains(.planned) && !reading.cues.contains(.denies)
        }.sorted { ($1.occurredAt, $0.id) < ($0.occurredAt, $1.id) }.prefix(5)
        let answering = Set(answer.knowledge.flatMap(\.sources))
        return AgentContext(
            task: task,
            facts: facts.filter { answering.contains($0.memory) }
                + facts.filter { !answering.contains($0.memory) },
            evidence: found.filter { memory in !open.contains { $0.id == memory.id } },
            open: Array(open))
    }
}
