/// A column of a result.
public struct PostgresColumn: Sendable, Hashable {
    public let name: String
    public let type: PostgresType

    public init(name: String, type: PostgresType) {
        self.name = name
        self.type = type
    }
}

/// The columns of a result with what is needed to read their values.
struct ResultShape: Sendable {
    let columns: [PostgresColumn]
    /// The types that this database made itself, by their object identifiers.
    let types: [UInt32: PostgresType]

    /// By exact name, the first of them.
    func index(of name: String) throws(PostgreSQLError) -> Int {
        if let index = columns.firstIndex(where: { $0.name == name }) { return index }
        let known = columns.map(\.name).joined(separator: ", ")
        throw PostgreSQLError(
            .unknownColumn, "the result has no column \(name); it has: \(known)")
    }
}
