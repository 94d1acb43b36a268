public import Jinja

/// What a properties file says of a column.
public struct ColumnProperties: Sendable {
    public let name: String
    public let description: String
    /// The type as it is written, when it is.
    public let dataType: String?
    public let tags: [String]
    public let meta: Value
    /// Whether tests quote the name.
    public let quoted: Bool
    /// The rules of a model with an enforced contract.
    public var constraints: [Constraint] = []
}
