public import JSON

/// What a recall benchmark measured.
public struct RecallBenchmarkReport: Sendable {
    public private(set) var memories: Int
    public private(set) var questions = 0
    public private(set) var importSeconds: Double
    public private(set) var sleepSeconds: Double
    private var all = Tally()
    private var byCategory: [String: Tally] = [:]
    private var latencies: [Double] = []

    init(memories: Int, importSeconds: Double, sleepSeconds: Double) {
        self.memories = memories
        self.importSeconds = importSeconds
        self.sleepSeconds = sleepSeconds
    }

    mutating func add(_ question: RecallBenchmark.Question, found: [String], milliseconds: Double) {
        questions += 1
        latencies.append(milliseconds)
        all.add(evidence: question.evidence, found: found)
        byCategory[question.category, default: Tally()].add(
            evidence: question.evidence, found: found)
    }

    /// Milliseconds that this share of the questions took at most.
    public func latency(percentile: Double) -> Double {
        let sorted = latencies.sorted()
        if sorted.isEmpty { return 0 }
        return sorted[min(sorted.count - 1, Int(Double(sorted.count) * percentile / 100))]
    }

    /// One object; shares are means over questions, rounded to four digits.
    public var json: JSON {
        var categories = JSON.Object()
        for (name, tally) in byCategory.sorted(by: { $0.key < $1.key }) {
            var object = JSON.Object()
            object["questions"] = .int(tally.questions)
            for (key, value) in tally.json.object?.entries.map({ ($0.key, $0.value) }) ?? [] {
                object[key] = value
            }
            categories[name] = .object(object)
        }
        var object: JSON.Object = ["memories": .int(memories), "questions": .int(questions)]
        for entry in all.json.object?.entries ?? [] { object[entry.key] = entry.value }
        object["by_category"] = .object(categories)
        object["latency_ms"] = [
            "p50": .double(rounded(latency(percentile: 50))),
            "p99": .double(rounded(latency(percentile: 99))),
        ]
        object["import_seconds"] = .double(rounded(importSeconds))
        object["sleep_seconds"] = .double(rounded(sleepSeconds))
        return .object(object)
    }

    /// Sums over questions.
    private struct Tally {
        var questions = 0
        private var recall: [Int: Double] = [:]
        private var recallAll: [Int: Double] = [:]
        private var sessionRecall: [Int: Double] = [:]
        private var reciprocalRank = 0.0

        mutating func add(evidence: Set<String>, found: [String]) {
            questions += 1
            let sessions = Set(evidence.map(Self.session))
            for cutoff in RecallBenchmark.cutoffs {
                let top = Set(found.prefix(cutoff))
                let hits = evidence.intersection(top).count
                recall[cutoff, default: 0] += Double(hits) / Double(evidence.count)
                recallAll[cutoff, default: 0] += hits == evidence.count ? 1 : 0
                let reached = sessions.intersection(top.map(Self.session)).count
                sessionRecall[cutoff, default: 0] += Double(reached) / Double(sessions.count)
            }
            if let first = found.firstIndex(where: evidence.contains) {
                reciprocalRank += 1 / Double(first + 1)
            }
        }

        var json: JSON {
            [
                "recall_at": table(recall), "recall_all_at": table(recallAll),
                "mrr": .double(rounded(reciprocalRank / Double(max(1, questions)))),
                "session_recall_at": table(sessionRecall),
            ]
        }

        private func table(_ sums: [Int: Double]) -> JSON {
            var object = JSON.Object()
            for cutoff in RecallBenchmark.cutoffs {
                object[String(cutoff)] = .double(
                    rounded((sums[cutoff] ?? 0) / Double(max(1, questions))))
            }
            return .object(object)
        }

        /// The session that an id such as `D8:6` stands in.
        private static func session(_ id: String) -> String {
            String(id.prefix { $0 != ":" })
        }
    }
}

private func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
