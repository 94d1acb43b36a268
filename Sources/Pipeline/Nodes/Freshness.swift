/// How old the rows of a source may be.
public struct Freshness: Sendable, Hashable {
    /// A stretch of time.
    public struct Age: Sendable, Hashable {
        /// The units, named as in properties files.
        public enum Period: String, Sendable, CaseIterable {
            case minute, hour, day
        }

        public let count: Int
        public let period: Period

        /// The same stretch in seconds.
        public var seconds: Double {
            switch period {
            case .minute: Double(count) * 60
            case .hour: Double(count) * 3_600
            case .day: Double(count) * 86_400
            }
        }
    }

    /// Older than this is worth a warning.
    public var warnAfter: Age?
    /// Older than this is an error.
    public var errorAfter: Age?
    /// A condition that limits the rows looked at.
    public var filter: String?

    /// Whether there is any limit.
    public var isLimited: Bool { warnAfter != nil || errorAfter != nil }

    /// What rows of an age, in seconds, are.
    func status(age: Double) -> NodeResult.Status {
        if let errorAfter, age > errorAfter.seconds { return .error }
        if let warnAfter, age > warnAfter.seconds { return .warn }
        return .pass
    }
}
