/// How a table of PostgreSQL is read into DuckDB: a column each, with the casts that keep it whole.
///
/// DuckDB's reader turns json, vector and others to text by itself, and a numeric without a
/// precision to a double, silently. The plan looks every column up in the catalogue instead and
/// writes on both sides what keeps its values exact; where DuckDB has no such type the column is
/// read as text, and `note` says so.
public struct TablePlan: Sendable, Hashable {
    public var schema: String
    public var table: String
    public var columns: [ColumnPlan]
    /// The columns of the primary key, in its order; none where there is no key.
    public var key: [String]

    /// The plan with some of the columns, in the order given. Throws `.unknownColumn`.
    public func columns(_ names: [String]) throws(HybridError) -> TablePlan {
        var plan = self
        plan.columns = []
        for name in names {
            guard let column = columns.first(where: { $0.name == name }) else {
                let known = columns.map(\.name).joined(separator: ", ")
                throw HybridError(
                    "\(schema).\(table) has no column \(name); it has: \(known)")
            }
            plan.columns.append(column)
        }
        return plan
    }
}

/// How one column crosses.
public struct ColumnPlan: Sendable, Hashable {
    public var name: String
    /// As PostgreSQL names it, with its modifier: `numeric(10,2)`, `vector(384)`.
    public var postgresType: String
    /// As DuckDB has it afterwards: `FLOAT[384]`, `JSON`, `DECIMAL(38,3)`.
    public var duckDBType: String
    /// What the server computes for it.
    public var serverExpression: String
    /// Whether DuckDB casts what arrives.
    public var needsCast: Bool
    /// What is not as one would expect.
    public var note: String?
}

/// Something that cannot cross between the two databases, or a mistake in how it was asked.
public struct HybridError: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
