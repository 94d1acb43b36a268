/// The number a migration's file begins with: `0007`, or a time such as `20260214093000`.
///
/// Compared as a number: `7` and `0007` are the same version.
public struct MigrationVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let number: Int64
    /// As it was written.
    public let text: String

    /// Nil where the text is no number that fits 64 bits.
    public init?(_ text: some StringProtocol) {
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }),
            let number = Int64(text)
        else { return nil }
        self.number = number
        self.text = String(text)
    }

    public var description: String { text }

    public static func == (one: Self, other: Self) -> Bool { one.number == other.number }

    public static func < (one: Self, other: Self) -> Bool { one.number < other.number }

    public func hash(into hasher: inout Hasher) { hasher.combine(number) }
}
