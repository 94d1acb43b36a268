public import JSON

/// What a speed benchmark measured.
public struct SpeedReport: Sendable {
    let plan: SyntheticHome.Plan
    /// What was asked, in order.
    public internal(set) var questions: [SyntheticHome.Question] = []
    var tellSeconds = 0.0
    var sleepSeconds: Double?
    /// The first recall in each namespace, which builds its index.
    var firstRecall = Timings(milliseconds: [])
    /// Whole recalls.
    var recall = Timings(milliseconds: [])
    /// The recall right after something was told: mostly at the end, every fourth of longer ago.
    var afterTelling = Timings(milliseconds: [])
    /// The parts of a recall, timed one by one.
    var embedding = Timings(milliseconds: [])
    var scan = Timings(milliseconds: [])
    var scoring = Timings(milliseconds: [])
    var exact = ExactCheck()
    /// Of one namespace.
    var vectorBytes = 0
    /// Bytes a second that plain reading reaches.
    var readRate = 0.0
    var residentMiB = 0

    init(plan: SyntheticHome.Plan) { self.plan = plan }

    /// One object; times in milliseconds unless the key says otherwise.
    public var json: JSON {
        let scanRate = Double(vectorBytes) / max(1e-9, scan.percentile(50) / 1000)
        return [
            "memories": .int(plan.memories), "namespaces": .int(plan.namespaces),
            "vectors": .string(plan.vectors.rawValue), "questions": .int(questions.count),
            "tell_seconds": .double(toThousandths(tellSeconds)),
            "sleep_seconds": JSON(sleepSeconds.map(toThousandths)),
            "first_recall_ms": firstRecall.json, "latency_ms": recall.json,
            "after_telling_ms": afterTelling.json,
            "parts_ms": [
                "embedding": embedding.json, "vector_scan": scan.json,
                "scoring_with_scan": scoring.json,
            ],
            "exact": exact.json,
            "reading": [
                "vectors_mib": .double(toThousandths(Double(vectorBytes) / 1_048_576)),
                "scan_gb_per_second": .double(toThousandths(scanRate / 1e9)),
                "plain_read_gb_per_second": .double(toThousandths(readRate / 1e9)),
                "share": .double(toThousandths(scanRate / max(1, readRate))),
            ],
            "resident_mib": .int(residentMiB),
        ]
    }
}
