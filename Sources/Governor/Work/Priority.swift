/// How urgent a piece of work is: who waits for it.
public enum Priority: Int, Sendable, Comparable, CaseIterable {
    /// A person waits: a statement of `sql`, a question.
    case interactive
    /// A program waits: a pipeline.
    case batch
    /// Nobody waits.
    case sleep

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
