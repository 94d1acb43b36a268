/// From which value on a measure is at which level.
public struct Thresholds: Sendable, Equatable {
    /// For each measure the levels with the value they begin at, rising.
    public var steps: [Measure: [(level: PressureLevel, value: Double)]]

    /// What holds where dormouse.yml says nothing else.
    public static let standard = Thresholds(steps: [
        .engineMemory: [(.info, 0.5), (.warning, 0.75), (.critical, 0.9), (.emergency, 0.95)],
        .machineMemory: [(.warning, 0.8), (.critical, 0.9), (.emergency, 0.95)],
        .growth: [(.warning, 100e6), (.critical, 500e6)],
        .spill: [(.warning, 100e6), (.critical, 1e9)],
        .spillShare: [(.warning, 0.7), (.critical, 0.9)],
        .processors: [(.warning, 0.7), (.critical, 0.85)],
        .simpleStatement: [(.warning, 5), (.critical, 15)],
        .complexStatement: [(.warning, 30), (.critical, 120)],
    ])

    public init(steps: [Measure: [(level: PressureLevel, value: Double)]]) { self.steps = steps }

    public static func == (left: Self, right: Self) -> Bool {
        Measure.allCases.allSatisfy { measure in
            let (one, other) = (left.steps[measure] ?? [], right.steps[measure] ?? [])
            return one.elementsEqual(other) { $0 == $1 }
        }
    }

    /// Sets where a level of a measure begins.
    public mutating func set(_ measure: Measure, _ level: PressureLevel, _ value: Double) {
        var levels = steps[measure, default: []].filter { $0.level != level }
        levels.append((level, value))
        steps[measure] = levels.sorted { $0.level < $1.level }
    }

    /// The first level of a measure that begins below a lesser one; nil where they rise.
    public func disorder(_ measure: Measure) -> PressureLevel? {
        let levels = steps[measure, default: []]
        return zip(levels, levels.dropFirst()).first { $1.value < $0.value }?.1.level
    }

    /// The level of a value; below the first threshold it is calm.
    public func level(of value: Double, _ measure: Measure) -> PressureLevel {
        steps[measure, default: []].last { value >= $0.value }?.level ?? .calm
    }
}
