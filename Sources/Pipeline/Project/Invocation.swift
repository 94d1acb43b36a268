public import Foundation
public import Jinja

/// The facts of one run that templates can see, given from outside so that a run can be repeated.
public struct Invocation: Sendable, Hashable {
    /// `invocation_id`.
    public var id: String
    /// `run_started_at`, and the answer of `modules.datetime.datetime.now()`.
    public var startedAt: Date
    /// The command's name: `flags.WHICH`.
    public var command: String
    /// What the command line says, by dbt's names of its options (`full_refresh`, `select`):
    /// `invocation_args_dict`, and with capital letters `flags`.
    public var arguments: [String: Value]

    public init(
        id: String, startedAt: Date, command: String = "run", arguments: [String: Value] = [:]
    ) {
        self.id = id
        self.startedAt = startedAt
        self.command = command
        self.arguments = arguments
    }

    /// The same for every run: 1970-01-01 and an id of zeros.
    public static let fixed = Invocation(
        id: "00000000-0000-0000-0000-000000000000", startedAt: Date(timeIntervalSince1970: 0))
}
