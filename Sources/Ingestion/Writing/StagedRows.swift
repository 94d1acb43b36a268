internal import DuckDB

/// Rows in a temporary table, on their way into a table.
struct StagedRows {
    struct Column {
        var name: String
        /// Its name in the temporary table.
        var staged: String
        /// The type that its values have, for a table that does not know it yet.
        var type: String
        /// Whether it is staged as text.
        var isText: Bool
    }

    static let table = "temp.main._dormouse_stage"
    var columns: [Column]

    /// Stages rows of texts, and finds the types that they all have.
    init(_ rows: RowBatch.Rows, on connection: Connection) throws(DuckDBError) {
        let names = rows.columns.indices.map { "c\($0)" }
        let list = names.map { ", \($0) VARCHAR" }.joined()
        try connection.execute("CREATE OR REPLACE TEMP TABLE _dormouse_stage (line BIGINT\(list))")
        let appender = try connection.appender(
            table: "_dormouse_stage", schema: "main", catalog: "temp")
        for (row, line) in zip(rows.rows, rows.lines) {
            var values: [Value] = [.int(Int64(line))]
            for index in names.indices {
                let cell = index < row.count ? row[index] : nil
                // DuckDB keeps no text with a NUL in it apart from its end.
                values.append(
                    cell.map { .string($0.text.replacing("\0", with: "\u{FFFD}")) } ?? .null)
            }
            try appender.append(values)
        }
        try appender.close()
        columns = []
        for (index, name) in rows.columns.enumerated() {
            let forms = rows.rows.compactMap { index < $0.count ? $0[index]?.form : nil }
            let type = try Self.type(of: "c\(index)", forms, connection)
            columns.append(Column(name: name, staged: "c\(index)", type: type, isText: true))
        }
    }

    /// Stages rows of a query that have types; its first column is the number of the row.
    init(
        query: String, _ values: [Value], columns known: [(name: String, type: String)],
        on connection: Connection
    ) throws(DuckDBError) {
        try connection.query("CREATE OR REPLACE TEMP TABLE _dormouse_stage AS \(query)", values)
        columns = known.map {
            Column(name: $0.name, staged: quoteIdentifier($0.name), type: $0.type, isText: false)
        }
    }

    static func drop(on connection: Connection) {
        try? connection.execute("DROP TABLE IF EXISTS \(table)")
    }

    private static let wholeNumber = "'[+-]?(0|[1-9][0-9]*)'"

    /// The narrowest type that all values have; texts that look like numbers stay texts where the
    /// source says that they are texts, and so do numbers with leading zeros.
    private static func type(
        of column: String, _ forms: [CellText.Form], _ connection: Connection
    ) throws(DuckDBError) -> String {
        if forms.isEmpty { return "VARCHAR" }
        if forms.allSatisfy({ $0 == .json }) { return "JSON" }
        if forms.contains(.json) { return "VARCHAR" }
        let time = "'\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}.*'"
        let zoned = "'.*(Z|[+-]\\d{2}(:?\\d{2})?)'"
        let dates = [
            ("DATE", "regexp_full_match(\(column), '\\d{4}-\\d{2}-\\d{2}')"),
            (
                "TIMESTAMP",
                "regexp_full_match(\(column), \(time)) AND NOT regexp_full_match(\(column), "
                    + "'.{16}.*(Z|[+-]\\d{2}(:?\\d{2})?)')"
            ),
            (
                "TIMESTAMPTZ",
                "regexp_full_match(\(column), \(time)) AND regexp_full_match(\(column), \(zoned))"
            ),
        ]
        let numbers = [
            ("BIGINT", "regexp_full_match(\(column), \(wholeNumber))"),
            (
                "DOUBLE",
                "regexp_full_match(\(column), "
                    + "'[+-]?((0|[1-9][0-9]*)(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?')"
            ),
            ("BOOLEAN", "lower(\(column)) IN ('true', 'false')"),
        ]
        let candidates = forms.contains(.text) ? dates : numbers + dates
        let tests = candidates.map { type, looks in
            "coalesce(bool_and(\(looks) AND TRY_CAST(\(column) AS \(type)) IS NOT NULL), false)"
        }.joined(separator: ", ")
        let found = try connection.query(
            "SELECT \(tests) FROM \(table) WHERE \(column) IS NOT NULL", [])
        for (index, candidate) in candidates.enumerated()
        where found[0, index].boolValue == true {
            return candidate.0
        }
        return "VARCHAR"
    }

    /// A staged value in the type that the table has for it; NULL where it has none.
    static func cast(_ column: Column, to type: String) -> String {
        column.isText && type == "VARCHAR"
            ? column.staged : "TRY_CAST(\(column.staged) AS \(type))"
    }

    /// What holds where a value cannot be had in the type of the table.
    static func misfit(_ column: Column, _ type: String, notNull: Bool) -> String {
        var tests: [String] = []
        if type != "VARCHAR" {
            var fits = "\(cast(column, to: type)) IS NOT NULL"
            // DuckDB rounds 1.5 to 2.
            if column.isText, type.hasSuffix("INT") || type == "INTEGER" {
                fits += " AND regexp_full_match(trim(\(column.staged)), \(wholeNumber))"
            }
            tests.append("(\(column.staged) IS NOT NULL AND NOT (\(fits)))")
        }
        if notNull { tests.append("\(column.staged) IS NULL") }
        return tests.isEmpty ? "false" : tests.joined(separator: " OR ")
    }
}
