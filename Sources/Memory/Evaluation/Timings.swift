public import JSON

/// How long something took, many times over.
public struct Timings: Sendable {
    /// Milliseconds, the shortest first.
    private let sorted: [Double]

    init(milliseconds: [Double]) { sorted = milliseconds.sorted() }

    /// Milliseconds that this share of the times took at most (nearest rank); 0 of none.
    public func percentile(_ percent: Double) -> Double {
        if sorted.isEmpty { return 0 }
        let rank = Int((Double(sorted.count) * percent / 100).rounded(.up))
        return sorted[min(sorted.count, max(1, rank)) - 1]
    }

    /// Percentiles in milliseconds, rounded to the microsecond.
    public var json: JSON {
        [
            "p50": .double(toThousandths(percentile(50))),
            "p90": .double(toThousandths(percentile(90))),
            "p99": .double(toThousandths(percentile(99))),
            "max": .double(toThousandths(percentile(100))),
        ]
    }
}

/// Rounded to three digits after the point.
func toThousandths(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

extension ContinuousClock {
    /// What `body` gives, and how many milliseconds it took.
    func timed<T>(_ body: () throws -> T) rethrows -> (T, milliseconds: Double) {
        let start = now
        let value = try body()
        return (value, (now - start).seconds * 1000)
    }
}
