internal import DuckDB

/// A table by its name, with its schema where one is given.
struct TableName: Equatable {
    var schema: String?
    var name: String

    init(schema: String? = nil, name: String) {
        self.schema = schema
        self.name = name
    }

    /// `orders` or `shop.orders`.
    init(_ text: String) throws(IngestError) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.trimmed.isEmpty }) else {
            throw IngestError(
                .usage, "'\(text)' does not name a table: write orders or shop.orders")
        }
        let name = parts.last?.lowercased() ?? ""
        guard !name.hasPrefix("_dormouse_"), !name.hasSuffix(Self.rejectedEnding) else {
            throw IngestError(
                .usage,
                "'\(text)' is a name for what ingest itself keeps: take one that neither begins "
                    + "with _dormouse_ nor ends with \(Self.rejectedEnding)")
        }
        self.init(schema: parts.count == 2 ? parts[0] : nil, name: parts.last ?? text)
    }

    var text: String { [schema, name].compactMap(\.self).joined(separator: ".") }

    var sql: String {
        [schema, name].compactMap(\.self).map { quoteIdentifier($0) }.joined(separator: ".")
    }

    /// Where rows that cannot be taken are kept.
    var rejected: TableName { TableName(schema: schema, name: name + Self.rejectedEnding) }

    private static let rejectedEnding = "__rejected"

    /// For the rows of a further stream.
    func of(_ stream: String) -> TableName {
        let word = String(stream.map { $0.isLetter || $0.isNumber ? $0 : "_" })
        return TableName(schema: schema, name: name + "_" + word)
    }

    func exists(on connection: Connection) throws(DuckDBError) -> Bool {
        let found = try connection.query(
            """
            SELECT count(*) FROM duckdb_tables() WHERE database_name = current_database()
                AND schema_name = coalesce($1, current_schema()) AND lower(table_name) = lower($2)
            """, [schema.map { .string($0) } ?? .null, .string(name)])
        return (found.first?.intValue ?? 0) > 0
    }
}
