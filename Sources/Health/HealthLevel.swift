/// How well something is.
public enum HealthLevel: String, Sendable, Hashable, Comparable {
    case green, yellow, red

    public static func < (one: Self, other: Self) -> Bool { one.rank < other.rank }

    private var rank: Int {
        switch self {
        case .green: 0
        case .yellow: 1
        case .red: 2
        }
    }
}
