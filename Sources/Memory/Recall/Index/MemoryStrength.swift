import Foundation

/// How strongly a memory is kept, and since when.
struct MemoryStrength: Sendable {
    /// Days until retrievability has fallen to 0.9.
    var stabilityDays: Double
    /// When it was last recalled or replayed, or else happened.
    var strengthenedAt: Moment
    /// A pinned memory does not fade.
    var isPinned: Bool

    /// The chance to recall it at a moment: R = (1 + 19/81 · t/S)^−0.5 after t days (FSRS-4.5;
    /// Ye et al., so that R(S) = 0.9).
    func retrievability(at moment: Moment) -> Float {
        if isPinned { return 1 }
        let days =
            Double(max(0, moment.microseconds - strengthenedAt.microseconds)) / Double(Moment.day)
        return Float(pow(1 + 19.0 / 81.0 * days / max(stabilityDays, 1e-6), -0.5))
    }
}

extension RecallIndex {
    /// What was pinned or let go later counts more than what sleep knows.
    mutating func pin(_ pins: [UUID: Bool]) {
        if pins.isEmpty { return }
        if strengths.isEmpty { strengths = Array(repeating: nil, count: count) }
        for (id, number) in numbers(of: Set(pins.keys)) where number < strengths.count {
            let isPinned = pins[id] ?? false
            if strengths[number] == nil, !isPinned { continue }
            var strength =
                strengths[number]
                ?? MemoryStrength(
                    stabilityDays: 1, strengthenedAt: times[number], isPinned: isPinned)
            strength.isPinned = isPinned
            strengths[number] = strength
        }
    }
}
