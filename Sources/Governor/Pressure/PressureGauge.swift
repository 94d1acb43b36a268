public import DuckDB

/// Tells from samples how near each measure is to its limit.
///
/// A level rises with the first sample that reaches it, and falls when the value has stayed a
/// tenth below its threshold for `calmTime`: near a threshold nothing is switched back and forth.
public struct PressureGauge: Sendable {
    /// A measure that came to another level.
    public struct Change: Sendable, Equatable {
        public let measure: Measure
        public let from: PressureLevel
        public let to: PressureLevel
        /// In the measure's unit.
        public let value: Double
        public let time: Duration
    }

    public let thresholds: Thresholds
    private let memoryLimit: ByteCount
    private let spillLimit: ByteCount
    private let processors: Int
    private let calmTime: Duration
    /// How far back growth and processor time are measured.
    private static let growthWindow = Duration.seconds(60)
    private static let processorWindow = Duration.seconds(300)

    public private(set) var levels: [Measure: PressureLevel] = [:]
    private var below: [Measure: Duration] = [:]
    private var past: [Sample] = []

    /// - Parameter calmTime: how long a value has to be below before its level falls.
    public init(
        thresholds: Thresholds = .standard, memoryLimit: ByteCount, spillLimit: ByteCount,
        processors: Int, calmTime: Duration = .seconds(10)
    ) {
        self.thresholds = thresholds
        self.memoryLimit = memoryLimit
        self.spillLimit = spillLimit
        self.processors = processors
        self.calmTime = calmTime
    }

    /// The highest level of all measures.
    public var highest: PressureLevel { levels.values.max() ?? .calm }

    /// Takes a sample in.
    ///
    /// - Returns: what came to another level.
    public mutating func observe(_ sample: Sample) -> [Change] {
        past.append(sample)
        past.removeAll { sample.time - $0.time > Self.processorWindow }
        return Measure.allCases.compactMap { measure in
            value(of: measure, sample).flatMap { change(measure, $0, sample.time) }
        }
    }

    /// The value of a measure; nil where too little was seen.
    public func value(of measure: Measure, _ sample: Sample) -> Double? {
        switch measure {
        case .engineMemory:
            sample.engine.map { Double($0.memory.bytes) / Double(max(1, memoryLimit.bytes)) }
        case .machineMemory: sample.machineMemory
        case .spill: sample.engine.map { Double($0.spilled.bytes) }
        case .spillShare:
            sample.engine.map { Double($0.spilled.bytes) / Double(max(1, spillLimit.bytes)) }
        case .growth: growth(sample)
        case .processors: processorShare(sample)
        case .simpleStatement: sample.simpleStatement / .seconds(1)
        case .complexStatement: sample.complexStatement / .seconds(1)
        }
    }

    /// Less than a minute is no growth: a program that starts is no leak.
    private func growth(_ sample: Sample) -> Double? {
        guard let first = past.last(where: { sample.time - $0.time >= Self.growthWindow }) else {
            return nil
        }
        let minutes = (sample.time - first.time) / .seconds(60)
        return Double(sample.process.resident.bytes - first.process.resident.bytes) / minutes
    }

    private func processorShare(_ sample: Sample) -> Double? {
        guard let first = past.first, sample.time - first.time >= Self.processorWindow * 0.9 else {
            return nil
        }
        let used = sample.process.processorTime - first.process.processorTime
        return used / ((sample.time - first.time) * Double(max(1, processors)))
    }

    private mutating func change(
        _ measure: Measure, _ value: Double, _ time: Duration
    ) -> Change? {
        let old = levels[measure] ?? .calm
        let new = thresholds.level(of: value, measure)
        if new >= old {
            below[measure] = nil
            guard new > old else { return nil }
        } else {
            // A tenth below where the level begins.
            guard thresholds.level(of: value / 0.9, measure) < old else {
                below[measure] = nil
                return nil
            }
            let since = below[measure] ?? time
            below[measure] = since
            guard time - since >= calmTime else { return nil }
            below[measure] = nil
        }
        levels[measure] = new
        return Change(measure: measure, from: old, to: new, value: value, time: time)
    }
}
