public import JSON

/// How recall was before a cycle and how it would be after it, asked the same questions.
public struct DreamReport: Sendable, Hashable {
    /// What is measured, each between 0 and 1.
    public enum Measure: String, Sendable, CaseIterable {
        /// Memories found by their own words among the first ten.
        case reached
        /// Of these the ones that are found first.
        case first
        /// One over the rank at which they are found.
        case ranked
        /// How retrievable sleep holds them to be, at the same moment.
        case retrievable
        /// Memories that have the links they had.
        case linked
        /// Facts whose words are in the memory they are said to come from.
        case grounded
        /// Memories of the cycle that were staged, or set aside with a reason.
        case staged

        /// As it is told.
        public var text: String {
            switch self {
            case .reached: "memories found by their own words in the first ten"
            case .first: "memories found first by their own words"
            case .ranked: "mean reciprocal rank of memories asked for by their own words"
            case .retrievable: "mean retrievability"
            case .linked: "memories that keep their associations"
            case .grounded: "facts that rest on the words of their memory"
            case .staged: "memories taken in or set aside with a reason"
            }
        }
    }

    public struct Reading: Sendable, Hashable {
        public var measure: Measure
        public var before: Double
        public var after: Double
        /// On how many questions, memories or facts it rests.
        public var count: Int
        /// By how much it may fall.
        public var margin: Double

        /// A measure has fallen where more than so many are worse.
        private static let leastFallen = 1.5

        /// A fall by a single one of a few is no finding.
        var hasFallen: Bool {
            let fall = before - after
            let least = measure == .staged ? 0.5 : Self.leastFallen
            return fall > margin && fall * Double(count) > least
        }
    }

    public var readings: [Reading]
    public var questions: Int

    /// What fell by more than it may.
    public var fallen: [Reading] { readings.filter(\.hasFallen) }
    public var isPassed: Bool { fallen.isEmpty }

    public var json: JSON {
        [
            "passed": .bool(isPassed), "questions": .int(questions),
            "readings": .array(
                readings.map {
                    [
                        "measure": .string($0.measure.rawValue), "before": .double($0.before),
                        "after": .double($0.after), "count": .int($0.count),
                        "margin": .double($0.margin),
                    ]
                }),
        ]
    }
}

extension DreamReport {
    init?(_ json: JSON) {
        guard let questions = json["questions"]?.int else { return nil }
        self.questions = questions
        readings = (json["readings"]?.array ?? []).compactMap { reading in
            guard let measure = reading["measure"]?.string.flatMap(Measure.init),
                let before = reading["before"]?.double, let after = reading["after"]?.double
            else { return nil }
            return Reading(
                measure: measure, before: before, after: after, count: reading["count"]?.int ?? 0,
                margin: reading["margin"]?.double ?? 0)
        }
    }
}

extension DreamReport {
    /// What became of the ranks of the memories asked for; nil is beyond the tenth.
    ///
    /// A memory that falls from the first to the third place loses two thirds of its reciprocal
    /// rank, so a tenth of them may do so within the margin of that measure: the share of those that
    /// are first tells sooner. But which of two that are nearly as good comes first is chance, and
    /// changes each night where texts are as short and alike as in chats: of few changes one way
    /// and the other it takes more (a sign test, two standard deviations), unless a fifth has fallen.
    static func ranking(_ before: [Int?], _ after: [Int?], margin: Double) -> [Reading] {
        func reading(_ measure: Measure, margin: Double, _ value: (Int?) -> Double) -> Reading {
            Reading(measure, before.map(value), after.map(value), margin: margin)
        }
        let changed = zip(before, after).count { ($0 == 0) != ($1 == 0) }
        // What is just as much is too much.
        let chance = 2 * Double(changed).squareRoot() / Double(max(1, before.count)) - 1e-4
        return [
            reading(.reached, margin: margin) { $0 == nil ? 0 : 1 },
            reading(.first, margin: max(margin, min(chance, 4 * margin))) { $0 == 0 ? 1 : 0 },
            reading(.ranked, margin: 2 * margin) { rank in rank.map { 1 / Double($0 + 1) } ?? 0 },
        ]
    }

    /// To six places, so that an entry reads the same however it was summed.
    static func mean(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return 1 }
        return (values.reduce(0, +) / Double(values.count) * 1e6).rounded() / 1e6
    }
}

extension DreamReport.Reading {
    /// The means of what was measured before and after.
    init(
        _ measure: DreamReport.Measure, _ before: [Double], _ after: [Double], margin: Double
    ) {
        self.init(
            measure: measure, before: DreamReport.mean(before), after: DreamReport.mean(after),
            count: after.count, margin: margin)
    }
}
