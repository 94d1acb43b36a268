import Foundation
import Health
import Memory

/// Looks at how the last night went, and whether memories are still found by their own words.
struct NightHealth {
    private let engine: MemoryEngine
    private let limits: HealthLimits

    /// Memories that are asked for in a namespace, and how many a namespace may have: a look must
    /// not take long.
    private static let sample = 48
    private static let largest = 50_000
    /// The last cycles, whose clock is looked at.
    private static let cycles = 200

    init(_ engine: MemoryEngine, _ limits: HealthLimits) {
        self.engine = engine
        self.limits = limits
    }

    func checks() throws -> [HealthCheck] {
        try [clock(), dream()].compactMap(\.self) + [conservation()]
    }

    /// Nil where no cycle slept by a clock that was ahead.
    private func clock() throws -> HealthCheck? {
        let ahead = try engine.cycles(limit: Self.cycles).map(\.asOf).max()
        guard let ahead, ahead > Invocation.now() else { return nil }
        return HealthCheck(
            "sleep_clock", .yellow, "ahead",
            advice: "a cycle slept as of \(ahead), which has not come yet: run "
                + "dormouse sleep --reset-clock")
    }

    /// Nil where no cycle was ever tested.
    private func dream() throws -> HealthCheck? {
        guard let last = try engine.sleepEntries().last(where: { $0.state != .undone }),
            last.dream != nil
        else { return nil }
        guard last.state == .rejected else { return HealthCheck("dream_test", .green, "passed") }
        return HealthCheck(
            "dream_test", .red, "cycle \(last.cycle) rolled back",
            advice: "\(last.rejection); see it with dormouse sleep diff \(last.cycle), mend the "
                + "project or the language model, and run dormouse sleep")
    }

    private func conservation() throws -> HealthCheck {
        let found = try engine.conservation(sample: Self.sample, largest: Self.largest)
        let first = found.lost.first.map { ", such as \($0.uuidString.lowercased())" } ?? ""
        return limits.check(
            "reached_by_own_words", found.share,
            figure: "\(grouped(found.reached)) of \(grouped(found.asked))",
            advice:
                "memories are not among the first ten for their own words\(first): look at what "
                + "the last nights did with dormouse sleep diff, and undo what did harm")
    }
}
