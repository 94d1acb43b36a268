public import Foundation

extension Gateway {
    /// A gateway over the servers of a configuration. Nothing is sent, and no file is opened,
    /// before something is asked.
    ///
    /// - Parameter folder: where answers and usage are kept (`answers.log`, `usage.jsonl`); nil
    ///   keeps them as long as the process lives.
    public convenience init(
        _ configuration: ModelConfiguration, folder: URL? = nil, pace: Pace = .system
    ) {
        let ledger = folder.map { UsageLedger(path: $0.appending(path: "usage.jsonl").path) }
        self.init(
            configuration,
            cache: AnswerCache(
                path: folder?.appending(path: "answers.log").path, limit: configuration.cacheBytes),
            today: DayAccount(
                budget: configuration.dayBudget, ledger: ledger, date: pace.date()),
            pace: pace)
    }

    /// What the answers that are kept take up.
    public var cacheSize: (answers: Int, bytes: Int) {
        let statistics = cache.statistics
        return (statistics.answers, statistics.bytes)
    }

    /// The share of questions that the cache answered in the last seven days, by all processes;
    /// nil where nothing was asked.
    public var hitRate: Double? {
        let start = pace.date().addingTimeInterval(-7 * 86_400)
        let lines = (ledger?.lines() ?? []).filter { $0.time >= start }
        let cached = lines.reduce(0) { $0 + $1.cached }
        let asked = cached + lines.count { $0.cached == 0 }
        return asked == 0 ? nil : Double(cached) / Double(asked)
    }

    /// Forgets all answers that are kept. Erasing a memory must do that: an answer may repeat it.
    public func clearCache() { cache.clear() }
}
