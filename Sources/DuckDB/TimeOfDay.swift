/// A time of day in microseconds since midnight.
public struct TimeOfDay: Sendable, Hashable, Comparable {
    public var microseconds: Int64

    public init(microseconds: Int64) { self.microseconds = microseconds }

    public init(hour: Int, minute: Int, second: Int = 0, microsecond: Int = 0) {
        let seconds = (hour * 60 + minute) * 60 + second
        microseconds = Int64(seconds) * 1_000_000 + Int64(microsecond)
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.microseconds < right.microseconds
    }
}

extension TimeOfDay: CustomStringConvertible {
    /// `12:30:00`, with a fraction only where there is one: `12:30:00.25`.
    public var description: String {
        let (seconds, fraction) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        let hour = (seconds / 3600).padded(to: 2)
        let text =
            "\(hour):\((seconds / 60 % 60).padded(to: 2)):\((seconds % 60).padded(to: 2))"
        guard fraction != 0 else { return text }
        var digits = fraction.padded(to: 6)
        while digits.last == "0" { digits.removeLast() }
        return text + "." + digits
    }
}
