import Foundation

/// What sleep made, as recall and the listings read it: the views of `sleep.duckdb`, or the tables
/// that were written back to PostgreSQL. Holds nothing before the first sleep.
protocol DerivedStore: Sendable {
    /// Gives an index the associations, strengths and knowledge that stand now.
    func load(into index: inout RecallIndex) throws(MemoryError)
    /// The associations that stood when it was `moment`.
    func associations(of index: RecallIndex, asOf moment: Moment) throws(MemoryError)
        -> AssociationGraph
    /// What sleep has made of a memory, in words.
    func traces(of memory: MemoryRecord, now: Moment) throws(MemoryError) -> [Trace]
    /// What is written down of the cycles, the first first.
    func sleepEntries() throws(MemoryError) -> [SleepEntry]
    /// A page of facts.
    func facts(_ listing: FactListing, now: Moment) throws(MemoryError) -> FactPage
    /// A page of episodes.
    func episodes(_ listing: EpisodeListing) throws(MemoryError) -> EpisodePage
    /// An episode that stands now, and its memories in their order.
    func episode(_ id: UUID, namespace: String) throws(MemoryError) -> (Episode, [UUID])?
    /// Links that begin or end at one of some memories, the strongest first.
    func associations(of ids: [UUID], namespace: String, limit: Int) throws(MemoryError)
        -> [Association]
    /// Cycles that were completed, the last first; only those with a number before `before`.
    func cycles(before: Int?, limit: Int) throws(MemoryError) -> [SleepCycle]
    /// How many cycles were completed.
    func completedCycles() throws(MemoryError) -> Int
    /// How many of each kind stand now; of one namespace, or of all.
    func counts(namespace: String?) throws(MemoryError) -> [Statistics.Entry]
}
