/// What the governor refuses, and why.
public struct GovernorError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        case unknownTemplate = "unknown_template"
        case badLimit = "bad_limit"
        case temporaryDirectory = "temporary_directory"
        /// The queue for work is full, or waiting took too long.
        case notAdmitted = "not_admitted"
        /// A piece of work used more than its budget.
        case overBudget = "over_budget"
        /// What is kept about work cannot be read or written.
        case state
    }

    public let code: Code
    public let message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
