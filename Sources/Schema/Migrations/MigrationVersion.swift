/// What orders migrations: the number a file begins with (`0007`, a time such as `20260214093000`,
/// or `1.2` as Flyway has it), or the name of a repeatable one, which comes after all others.
///
/// Compared as numbers: `7` and `0007` are the same version, and so are `1` and `1.0`.
public struct MigrationVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Without zeros at the end; empty for a repeatable migration.
    let parts: [Int64]
    /// `R__views`, or nil for one that runs once.
    let repeatable: String?
    /// As it was written.
    public let text: String

    /// From `7`, `0007`, `1.2` or `R__views`. Nil where the text is no number that fits 64 bits.
    public init?(_ text: some StringProtocol) {
        self.text = String(text)
        if text.hasPrefix("R__"), text.count > 3 {
            parts = []
            repeatable = self.text
            return
        }
        var parts: [Int64] = []
        for part in text.split(separator: ".", omittingEmptySubsequences: false) {
            guard !part.isEmpty, part.utf8.allSatisfy({ (48...57).contains($0) }),
                let number = Int64(part)
            else { return nil }
            parts.append(number)
        }
        while parts.count > 1, parts.last == 0 { parts.removeLast() }
        self.parts = parts
        repeatable = nil
    }

    /// The number; of `1.2` the first part.
    public var number: Int64 { parts.first ?? .max }

    /// Whether it runs again whenever its file has changed.
    public var isRepeatable: Bool { repeatable != nil }

    /// Whether it is one number, as the history keeps it unless it has to keep others.
    var isNumber: Bool { parts.count == 1 }

    var isZero: Bool { parts == [0] }

    /// As the history keeps it: the same text for the same version.
    var key: String { repeatable ?? parts.map(String.init).joined(separator: ".") }

    public var description: String { text }

    public static func == (one: Self, other: Self) -> Bool {
        one.parts == other.parts && one.repeatable == other.repeatable
    }

    public static func < (one: Self, other: Self) -> Bool {
        switch (one.repeatable, other.repeatable) {
        case (nil, nil): one.parts.lexicographicallyPrecedes(other.parts)
        case (nil, _?): true
        case (_?, nil): false
        case (let name?, let second?): name < second
        }
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(parts)
        hasher.combine(repeatable)
    }
}
