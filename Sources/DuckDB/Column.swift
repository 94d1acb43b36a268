/// A column of a result or of a table.
public struct Column: Sendable, Hashable {
    public let name: String
    public let type: LogicalType

    public init(name: String, type: LogicalType) {
        self.name = name
        self.type = type
    }
}
