/// A time of day: microseconds since midnight, 0 to 86,400,000,000 (PostgreSQL has 24:00).
public struct PostgresTime: Sendable, Hashable, Comparable {
    public var microseconds: Int64

    public init(microseconds: Int64) { self.microseconds = microseconds }

    public static func < (left: Self, right: Self) -> Bool {
        left.microseconds < right.microseconds
    }
}

extension PostgresTime: CustomStringConvertible {
    /// `12:30:00`, with as many digits of the second as there are.
    public var description: String {
        let seconds = microseconds / 1_000_000
        let text =
            "\(padded(seconds / 3600, to: 2)):\(padded(seconds / 60 % 60, to: 2)):\(padded(seconds % 60, to: 2))"
        let fraction = microseconds % 1_000_000
        guard fraction != 0 else { return text }
        var digits = padded(fraction, to: 6)
        while digits.hasSuffix("0") { digits.removeLast() }
        return text + "." + digits
    }
}
