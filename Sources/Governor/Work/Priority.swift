/// How urgent a piece of work is: who waits for it.
public enum Priority: Int, Sendable, Comparable, CaseIterable, CustomStringConvertible {
    /// A person waits: a statement of `sql`, a question.
    case interactive
    /// A program waits: a pipeline.
    case batch
    /// Nobody waits.
    case sleep

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    public var description: String {
        switch self {
        case .interactive: "interactive"
        case .batch: "batch"
        case .sleep: "sleep"
        }
    }

    /// So many steps more urgent; negative for less.
    func raised(by steps: Int) -> Priority {
        Priority(rawValue: min(max(0, rawValue - steps), Priority.allCases.count - 1)) ?? self
    }
}
