public import DuckDB

/// How the rows of a relation differ between two states of it.
public struct RelationDiff: Sendable {
    /// A column whose values differ.
    public struct ColumnCount: Sendable, Hashable {
        public let name: String
        /// In how many of the rows that are in both.
        public let rows: Int
    }

    /// A column that is on one side only, or of two types.
    public struct ColumnDifference: Sendable, Hashable {
        public let name: String
        /// The type before; nil where the column is new.
        public let before: String?
        /// The type after; nil where the column has gone.
        public let after: String?
    }

    /// A row that differs. Rows are only fetched on request, because they are somebody's data.
    public struct Sample: Sendable {
        public enum Kind: String, Sendable, CaseIterable {
            case added, removed, changed
        }

        public let kind: Kind
        /// The key's columns; without a key, all columns.
        public let row: [(column: String, value: Value)]
        /// Of a changed row the columns that differ.
        public var changes: [(column: String, before: Value, after: Value)] = []
    }

    public let id: String
    public let name: String
    /// The columns that say which rows belong together; empty where rows were compared whole.
    public let key: [String]
    public let rowsBefore: Int
    public let rowsAfter: Int
    public let added: Int
    public let removed: Int
    /// Rows of the same key whose other columns differ; 0 without a key.
    public let changed: Int
    public let columnCounts: [ColumnCount]
    public let columns: [ColumnDifference]
    public var samples: [Sample] = []
    /// Why rows were compared whole although there is a key.
    public var note: String?

    /// Whether there is no difference at all.
    public var isEmpty: Bool { added == 0 && removed == 0 && changed == 0 && columns.isEmpty }
}

/// One side of a comparison.
public enum DiffSide: Sendable {
    /// What stands in the database under a name.
    case relation(Relation)
    /// What a query gives.
    case query(String)

    /// A query for all of its rows.
    var sql: String {
        switch self {
        case .relation(let relation): "select * from \(relation.sql)"
        case .query(let sql): "select * from (\n\(sql)\n) as dormouse_diff_query"
        }
    }
}
