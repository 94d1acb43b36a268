internal import Foundation

/// How long a statement may be expected to take: what is long for one is usual for another.
public enum StatementWeight: Sendable {
    /// Reads and filters.
    case simple
    /// Joins, groups, sorts, writes, or asks a model; a model of a pipeline, a step of a sleep.
    case complex

    private static let heavy: Set<Substring> = [
        "join", "group", "order", "over", "distinct", "union", "intersect", "except", "with",
        "pivot", "unpivot", "create", "insert", "update", "delete", "merge", "copy", "lateral",
        "qualify", "recursive", "having", "vacuum", "summarize",
    ]

    /// By the words of a statement. A text that holds such a word makes it complex, too: then it is
    /// told of later.
    public init(sql: String) {
        let words = sql.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "_") }
        let isHeavy = words.contains { Self.heavy.contains($0) || $0.hasPrefix("llm_") }
        self = isHeavy ? .complex : .simple
    }

    /// What is measured of it.
    var measure: Measure { self == .simple ? .simpleStatement : .complexStatement }
}
