public import Foundation
public import JSON

/// All that was looked at, at one moment.
public struct HealthReport: Sendable {
    public var time: Date
    public var checks: [HealthCheck]

    public init(time: Date, checks: [HealthCheck]) {
        self.time = time
        self.checks = checks
    }

    /// As bad as the worst.
    public var level: HealthLevel { checks.map(\.level).max() ?? .green }

    /// 1 for red; for yellow 0, or 1 where that is strict.
    public func exitCode(isStrict: Bool) -> Int32 {
        level == .red || isStrict && level == .yellow ? 1 : 0
    }

    public var json: JSON {
        [
            "time": .string(time.formatted(.iso8601)), "level": .string(level.rawValue),
            "checks": .array(checks.map(\.json)),
        ]
    }
}
