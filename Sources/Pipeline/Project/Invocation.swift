public import Foundation

/// The facts of one run that templates can see, given from outside so that a run can be repeated.
public struct Invocation: Sendable, Hashable {
    /// `invocation_id`.
    public var id: String
    /// `run_started_at`, and the answer of `modules.datetime.datetime.now()`.
    public var startedAt: Date

    public init(id: String, startedAt: Date) {
        self.id = id
        self.startedAt = startedAt
    }

    /// The same for every run: 1970-01-01 and an id of zeros.
    public static let fixed = Invocation(
        id: "00000000-0000-0000-0000-000000000000", startedAt: Date(timeIntervalSince1970: 0))
}
