/// What is done about pressure, from the mildest to the last.
public enum DegradationStep: String, Sendable, CaseIterable, Codable {
    /// Rows need not keep their order, so that they need not be kept.
    case anyOrder = "any_order"
    /// Half of DuckDB's threads: each needs memory of its own.
    case fewerThreads = "fewer_threads"
    /// One thread.
    case oneThread = "one_thread"
    /// What was written goes into the file, and what is cached is given back.
    case checkpoint
    /// Nothing more begins.
    case pauseAdmission = "pause_admission"
    /// The heavy statement that began last ends; a pipeline runs it again with less.
    case interruptYoungest = "interrupt_youngest"

    /// Whether it stands until pressure is gone. The others are done, and done again after a while.
    public var stands: Bool { self != .checkpoint && self != .interruptYoungest }

    /// How messages say it.
    public var description: String {
        switch self {
        case .anyOrder: "rows in any order"
        case .fewerThreads: "half the threads"
        case .oneThread: "one thread"
        case .checkpoint: "checkpoint, caches emptied"
        case .pauseAdmission: "nothing more begins"
        case .interruptYoungest: "the youngest heavy statement is interrupted"
        }
    }

    /// What is done at which level of which measure. A measure that is not here only alerts: a
    /// database whose buffers are full is at work and not ill, as long as it does not spill.
    public static let table: [Measure: [PressureLevel: Set<DegradationStep>]] = [
        .engineMemory: [
            .warning: [.anyOrder],
            .critical: [.anyOrder, .fewerThreads],
            .emergency: [.anyOrder, .fewerThreads, .checkpoint],
        ],
        .machineMemory: [
            .warning: [.anyOrder, .fewerThreads, .checkpoint],
            .critical: [.anyOrder, .oneThread, .checkpoint, .pauseAdmission],
            .emergency: [
                .anyOrder, .oneThread, .checkpoint, .pauseAdmission, .interruptYoungest,
            ],
        ],
        .spillShare: [
            .warning: [.anyOrder, .pauseAdmission],
            .critical: [.anyOrder, .fewerThreads, .pauseAdmission],
        ],
    ]
}

/// Decides from the levels of pressure which steps to take. It acts on nothing itself.
public struct Degradation: Sendable {
    /// What to do now, and why.
    public struct Decision: Sendable, Equatable {
        public var begin: [DegradationStep] = []
        public var end: [DegradationStep] = []
        /// The measure and level that ask for it.
        public var reason = ""
    }

    /// The steps that stand.
    public private(set) var standing: Set<DegradationStep> = []
    private var lastDone: [DegradationStep: Duration] = [:]
    /// How long a step that does not stand is not done again.
    private static let pauses: [DegradationStep: Duration] = [
        .checkpoint: .seconds(60), .interruptYoungest: .seconds(10),
    ]

    public init() {}

    /// - Parameters:
    ///   - levels: as the gauge has them; it falls only after a while, so steps do, too.
    ///   - spills: whether DuckDB spills.
    public mutating func decide(
        _ levels: [Measure: PressureLevel], spills: Bool, at time: Duration
    ) -> Decision {
        var wanted: Set<DegradationStep> = []
        var reasons: [String] = []
        for (measure, level) in levels.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            if measure == .engineMemory, !spills { continue }
            guard let steps = DegradationStep.table[measure]?[level] else { continue }
            wanted.formUnion(steps)
            reasons.append("\(measure.rawValue) is \(level)")
        }
        var decision = Decision(reason: reasons.joined(separator: ", "))
        for step in DegradationStep.allCases {
            if step.stands {
                if wanted.contains(step), standing.insert(step).inserted {
                    decision.begin.append(step)
                } else if !wanted.contains(step), standing.remove(step) != nil {
                    decision.end.append(step)
                }
            } else if wanted.contains(step) {
                let pause = Self.pauses[step] ?? .zero
                if let last = lastDone[step], time - last < pause { continue }
                lastDone[step] = time
                decision.begin.append(step)
            }
        }
        if decision.reason.isEmpty { decision.reason = "pressure is gone" }
        return decision
    }
}
