/// What a sleep did.
public struct SleepReport: Sendable {
    /// One model that ran.
    public struct Model: Sendable {
        public var name: String
        /// The folder of the project it lies in.
        public var stage: String
        /// Rows it added; nil for a view, which adds none.
        public var rows: Int?
        public var duration: Duration
    }

    /// The last cycle that was added; nil where there was nothing new.
    public internal(set) var cycle: Int?
    /// The last cycle there is, 0 before the first.
    public internal(set) var lastCycle: Int
    public internal(set) var asOf: Moment
    /// Memories staged for the first time.
    public internal(set) var newMemories = 0
    /// The clock of the last cycle, where that was ahead of the one that this sleep went by.
    public internal(set) var clockAhead: Moment?
    /// Cycles whose clock had been ahead, and that were taken back.
    public internal(set) var resetCycles = 0
    /// A cycle that had been interrupted: what it left was taken back first.
    public internal(set) var resumedCycle: Int?
    /// The cycle that failed the dream test and was rolled back, where one did.
    public internal(set) var rejected: SleepEntry?
    /// What a dry run would have changed, where that was asked for.
    public internal(set) var changes: SleepDifference?
    /// Rows that were taken out of the logs: no later cycle reads them, and their time is over.
    public internal(set) var compactedRows = 0
    /// Readings whose vectors were made.
    public internal(set) var readings = 0
    public internal(set) var models: [Model] = []
    /// What a language model was asked, and what became of the answers.
    public internal(set) var asking = AskingReport()
    public internal(set) var duration: Duration = .zero
    /// Whether it stopped so that something could be erased, and is to go on.
    var gaveWay = false

    /// The models in the order of the stages; within one, as they ran.
    public var modelsByStage: [Model] {
        let order = SleepStage.allCases.map(\.folder)
        return models.enumerated().sorted { left, right in
            let places = [left, right].map { order.firstIndex(of: $0.element.stage) ?? order.count }
            return (places[0], left.offset) < (places[1], right.offset)
        }.map(\.element)
    }
}
