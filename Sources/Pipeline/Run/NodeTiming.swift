public import Foundation

/// When a node was compiled and when it ran.
public struct NodeTiming: Sendable, Hashable {
    /// A stretch of wall-clock time.
    public struct Span: Sendable, Hashable {
        public let started: Date
        public let completed: Date
    }

    /// Its template was rendered; nil for what was skipped.
    public var compile: Span?
    /// Its statements ran; nil for what was skipped or did not compile.
    public var execute: Span?
}

/// What the database answered to a node's main statement, in dbt's words.
public struct AdapterResponse: Sendable, Hashable {
    /// `OK`; for seeds `INSERT 3` or `CREATE 3`.
    public let message: String
    /// `INSERT` or `CREATE`, for seeds alone.
    public var code: String?
    /// For seeds alone, as dbt-duckdb has it; see `NodeResult.rows` for the others.
    public var rowsAffected: Int?
}
