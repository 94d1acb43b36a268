public import Jinja

/// A table that the project reads and does not make.
public struct Source: Sendable, Identifiable {
    /// `source.package.source.table`.
    public let id: String
    /// The name of the group, the first argument of `source()`.
    public let sourceName: String
    /// The name of the table, the second argument of `source()`.
    public let name: String
    public let package: String
    public let file: String
    public let line: Int
    public let fqn: [String]
    public let relation: Relation
    public let description: String
    public let columns: [ColumnProperties]
    public let tags: [String]
    public let meta: Value
    public let isEnabled: Bool
}
