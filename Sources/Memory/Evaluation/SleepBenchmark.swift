import Foundation
public import JSON

/// Measures how long a sleep takes and how much memory it needs; embeddings are there before.
public struct SleepBenchmark {
    private var home: SyntheticHome
    private let open: () throws -> MemoryEngine

    /// - Parameter open: opens an engine on a home that holds nothing at first. Each sleep gets an
    ///   engine of its own, so that what telling left in memory does not count.
    public init(_ plan: SyntheticHome.Plan, open: @escaping () throws -> MemoryEngine) {
        home = SyntheticHome(plan)
        self.open = open
    }

    /// Tells and sleeps; tells `more` memories and sleeps; sleeps with nothing new.
    ///
    /// - Parameters:
    ///   - sleep: sleeps once; given by the caller, because it decides what is shown meanwhile.
    ///   - progress: what is being done, how many of how many.
    /// - Returns: one object with a report a sleep.
    public mutating func run(
        more: Int, sleep: (MemoryEngine) throws -> SleepReport,
        progress: (String, Int, Int) -> Void
    ) throws -> JSON {
        var object: JSON.Object = [
            "memories": .int(home.plan.memories), "vectors": .string(home.plan.vectors.rawValue),
        ]
        object["tell_seconds"] = try tell(home.plan.memories, progress)
        object["sleep"] = try measure(sleep)
        if more > 0 {
            _ = try tell(more, progress)
            object["more"] = .int(more)
            object["sleep_on_more"] = try measure(sleep)
        }
        object["sleep_on_nothing"] = try measure(sleep)
        let statistics = try open().statistics(namespace: nil)
        object["derived"] = .object(
            JSON.Object(statistics.derived.map { ($0.name, .int($0.rows)) }))
        object["store_and_sleep_bytes"] = .int(statistics.bytes)
        return .object(object)
    }

    private mutating func tell(_ count: Int, _ progress: (String, Int, Int) -> Void) throws
        -> JSON
    {
        let engine = try open()
        let time = try ContinuousClock().measure {
            try home.tell(count, to: engine, progress: progress)
        }
        return .double(toThousandths(time.seconds))
    }

    private func fileSize(_ engine: MemoryEngine) -> Int {
        let file = engine.home.storeFile
        return (try? file.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0
    }

    private func measure(_ sleep: (MemoryEngine) throws -> SleepReport) throws -> JSON {
        let engine = try open()
        let isPeakOfSleep = ResidentMemory.forgetPeak()
        let before = ResidentMemory.current
        let processor = ProcessUse.processorSeconds
        let (report, spill) = try ProcessUse.mostBytes(in: engine.home.spillDirectory) {
            try sleep(engine)
        }
        return [
            "processor_seconds": .double(
                toThousandths(ProcessUse.processorSeconds - processor)),
            "peak_spill_mib": .int(spill >> 20), "store_mib": .int(fileSize(engine) >> 20),
            "seconds": .double(toThousandths(report.duration.seconds)),
            "cycle": JSON(report.cycle), "new_memories": .int(report.newMemories),
            "resident_before_mib": .int(before / 1024),
            "peak_resident_mib": .int(ResidentMemory.peak / 1024),
            "peak_is_of_sleep_alone": .bool(isPeakOfSleep),
            "models": .array(
                report.models.sorted { $0.duration > $1.duration }.prefix(12).map {
                    [
                        "model": .string($0.name), "rows": JSON($0.rows),
                        "seconds": .double(toThousandths($0.duration.seconds)),
                    ]
                }),
        ]
    }
}
