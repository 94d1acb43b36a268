internal import DuckDB

/// A table or view by its full name: database (DuckDB's catalog), schema and identifier.
public struct Relation: Sendable, Hashable {
    /// What a relation is, where that is known.
    public enum Kind: String, Sendable {
        case table, view
        /// An ephemeral model: a common table expression of the statements that use it.
        case cte
        case external
    }

    public var database: String?
    public var schema: String?
    public var identifier: String?
    public var kind: Kind?
    /// What stands in SQL in its place: a file or a function that reads one.
    var external: String?
    /// What is left of its rows in SQL: a condition.
    var condition: String?
    /// Which of database, schema and identifier stand in quotes.
    var isQuoted = [true, true, true]
    /// Whether its place in SQL is taken by none of its rows: `--empty`.
    var isEmptied = false

    public init(
        database: String? = nil, schema: String? = nil, identifier: String? = nil,
        kind: Kind? = nil
    ) {
        self.database = database
        self.schema = schema
        self.identifier = identifier
        self.kind = kind
    }

    /// The parts that are there, quoted unless `quoting` says otherwise:
    /// `"database"."schema"."identifier"`.
    public var sql: String {
        if let external { return external }
        if kind == .cte, let identifier { return identifier }
        return zip([database, schema, identifier], isQuoted).compactMap { name, isQuoted in
            name.map { isQuoted ? quoteIdentifier([$0]) : $0 }
        }.joined(separator: ".")
    }

    /// The relation without its rows.
    var emptied: Relation {
        var other = self
        other.isEmptied = true
        return other
    }

    /// What a template prints: the name, or a query of some or none of its rows.
    var text: String {
        if isEmptied { return "(select * from \(sql) where false limit 0)" }
        return condition.map { "(select * from \(sql) where \($0))" } ?? sql
    }

    /// The same name for every spelling DuckDB takes for the same relation.
    var key: String {
        [database, schema, identifier].map { ($0 ?? "").lowercased() }.joined(separator: "\u{1}")
    }

    /// The same relation under another identifier.
    func named(_ identifier: String, kind: Kind? = nil) -> Relation {
        var other = self
        other.identifier = identifier
        if let kind { other.kind = kind }
        return other
    }
}

extension Relation: CustomStringConvertible {
    /// As ``sql``.
    public var description: String { sql }
}
