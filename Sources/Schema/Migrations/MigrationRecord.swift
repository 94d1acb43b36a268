/// What the history table remembers of a migration.
public struct MigrationRecord: Sendable, Hashable {
    public enum State: String, Sendable, Hashable {
        case applied
        /// Taken as applied without running it.
        case baseline
        /// Failed half-way without a transaction: the database is between two versions.
        case dirty
    }

    public var version: MigrationVersion
    public var name: String
    /// SHA-256 of the way up; see `Checksum`.
    public var checksum: String
    public var state: State
    /// When, as the server wrote it (ISO 8601 in UTC).
    public var appliedAt: String
    public var milliseconds: Int
    /// For `dirty`: which statement failed, counted from 1, and what the server said.
    public var failedStatement: Int?
    public var failure: String?

    public init(
        version: MigrationVersion, name: String, checksum: String, state: State = .applied,
        appliedAt: String = "", milliseconds: Int = 0, failedStatement: Int? = nil,
        failure: String? = nil
    ) {
        self.version = version
        self.name = name
        self.checksum = checksum
        self.state = state
        self.appliedAt = appliedAt
        self.milliseconds = milliseconds
        self.failedStatement = failedStatement
        self.failure = failure
    }
}
