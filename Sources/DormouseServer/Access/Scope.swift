/// What a caller may do.
public enum Scope: String, Sendable, CaseIterable, Comparable {
    /// Ask and look.
    case read
    /// Tell, correct, pin and forget.
    case write
    /// Start sleep.
    case sleep
    /// See metrics and every namespace's name.
    case admin

    public static func < (left: Scope, right: Scope) -> Bool {
        allCases.firstIndex(of: left) ?? 0 < allCases.firstIndex(of: right) ?? 0
    }
}
