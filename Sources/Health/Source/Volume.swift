/// How many rows came yesterday, against the days before.
struct Volume: Sendable, Hashable {
    /// The median of up to 28 days before yesterday.
    var expected: Double
    /// Yesterday: the last day that is complete.
    var seen: Double
    /// How far that is from the median, in robust standard deviations: 1.4826 times the median of
    /// the distances (Hampel 1974), at least a tenth of the median and 2.
    var deviations: Double

    /// - Parameters:
    ///   - days: rows by day; a day that is not there had none.
    ///   - today: the day that is not complete yet.
    /// - Returns: nil with fewer than seven days of history.
    init?(days: [Double: Double], today: Double) {
        guard let first = days.keys.filter({ $0 < today }).min() else { return nil }
        let yesterday = today - 1
        let start = max(first, yesterday - 28)
        guard yesterday - start >= 7 else { return nil }
        let history = stride(from: start, to: yesterday, by: 1).map { days[$0] ?? 0 }
        expected = Self.median(history)
        seen = days[yesterday] ?? 0
        let middle = expected
        let spread = 1.4826 * Self.median(history.map { ($0 - middle).magnitude })
        deviations = (seen - expected).magnitude / max(spread, expected * 0.1, 2)
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2)
            ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
}
