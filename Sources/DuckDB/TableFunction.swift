/// A table that Swift makes when a statement asks for it: `FROM name()`.
///
/// The rows are made once for each use in a statement, when it begins to run; never while it is
/// only planned. The function must not run SQL on the same database.
public struct TableFunction: Sendable {
    public let name: String
    public let columns: [Column]
    let rows: @Sendable () throws -> [[Value]]

    /// - Parameter rows: the rows, each with a value for every column that fits its type.
    public init(
        name: String, columns: [(name: String, type: LogicalType)],
        rows: @escaping @Sendable () throws -> [[Value]]
    ) {
        self.name = name
        self.columns = columns.map { Column(name: $0.name, type: $0.type) }
        self.rows = rows
    }
}
