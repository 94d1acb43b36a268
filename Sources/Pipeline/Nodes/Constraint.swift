/// A rule of a table or of one of its columns, as a properties file declares it.
public struct Constraint: Sendable, Hashable {
    /// The kinds of constraints, named as in properties files.
    public enum Kind: String, Sendable, CaseIterable {
        case check, unique, custom
        case notNull = "not_null"
        case primaryKey = "primary_key"
        case foreignKey = "foreign_key"
    }

    public let kind: Kind
    public var name: String?
    /// The condition of a check, the text of a custom constraint, or what follows `references`.
    public var expression: String?
    /// The columns of a constraint of the table; empty for one of a column.
    public var columns: [String] = []
    /// The table a foreign key leads to: `ref('x')` or `source('x', 'y')` as it is written.
    public var target: String?
    /// The columns of ``target``.
    public var targetColumns: [String] = []
    public var warnsUnenforced = true
    public var warnsUnsupported = true
}
