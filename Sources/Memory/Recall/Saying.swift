public import Foundation

/// How often something was said that a result stands for.
public struct Saying: Sendable, Hashable {
    public var times: Int
    public var last: Moment
    /// The other memories that say the same.
    public var others: [UUID]
}
