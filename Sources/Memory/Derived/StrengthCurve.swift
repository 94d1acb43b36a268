import Foundation

/// How retrievable a memory will be in the year that comes, if nothing recalls it, drawn in a line.
struct StrengthCurve {
    private let strength: MemoryStrength
    private let start: Moment

    init(_ strength: MemoryStrength, from start: Moment) {
        self.strength = strength
        self.start = start
    }

    private static let bars = Array("▁▂▃▄▅▆▇█")
    private static let months = 12

    private func share(inDays days: Int) -> Double {
        Double(strength.retrievability(at: start.adding(Int64(days) * Moment.day)))
    }

    /// The day on which it is as likely forgotten as not; nil for one that does not fade.
    var fadesAt: Moment? {
        guard !strength.isPinned else { return nil }
        // R = (1 + 19/81 · t/S)^−0.5, solved for t where R is a half.
        let days = strength.stabilityDays * 81 / 19 * 3
        guard days < 3_650_000 else { return nil }
        return strength.strengthenedAt.adding(Int64(days * Double(Moment.day)))
    }

    var trace: Trace {
        let shares = (0...Self.months).map { share(inDays: $0 * 365 / Self.months) }
        let drawn = shares.map { share in
            Self.bars[min(Self.bars.count - 1, max(0, Int(share * Double(Self.bars.count))))]
        }
        func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
        let day =
            fadesAt.map { $0 <= start ? "faded on \($0.date)" : "fades on \($0.date)" }
            ?? "does not fade"
        return Trace(
            name: "curve",
            text:
                "\(percent(shares[0])) \(String(drawn)) \(percent(shares[Self.months])) in a year; "
                + day)
    }
}
