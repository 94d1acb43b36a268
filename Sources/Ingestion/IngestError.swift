/// What an ingestion refuses, and why.
public struct IngestError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// It is not clear what is wanted.
        case usage
        /// The source cannot be read, or is not of its kind.
        case source
        /// The source is not what it was when it was read last.
        case changed
        /// More rows were rejected than may be.
        case rejected
        /// The source itself said that it failed.
        case failed
        /// The table cannot take the rows.
        case target
    }

    public let code: Code
    public let message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
