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
    public var configuration = Configuration()
    /// The description of the group.
    public var sourceDescription = ""
    /// The meta of the group.
    public var sourceMeta: Value = .dict(Dict())
    /// What `quoting` says of database, schema, identifier and column.
    var quoting: [String: Bool] = [:]
    /// What loads the table, as it is written.
    public var loader: String?
    /// How old its rows may be; nil where nobody asks.
    public var freshness: Freshness?
    /// Whether `freshness: null` says that nobody asks.
    var isFreshnessOff = false
    /// The expression that tells when a row was loaded.
    public var loadedAtField: String?
    /// The query that tells when the table was loaded.
    public var loadedAtQuery: String?
}
