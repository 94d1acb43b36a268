internal import DuckDB

/// Writes staged rows into a table, which is made or widened where it has to be.
struct TableWriter {
    let connection: Connection
    let table: TableName
    /// What the rows come from, as rejected ones say it.
    let source: String

    struct Written {
        var rows = 0
        var rejected = 0
        var added: [String] = []
    }

    private struct Known {
        var type: String
        var notNull: Bool
    }

    func write(_ staged: StagedRows) throws(DuckDBError) -> Written {
        var written = Written()
        written.added = try widen(for: staged)
        var known: [String: Known] = [:]
        for row in try connection.query(
            "SELECT lower(column_name), column_type, \"null\" FROM (DESCRIBE \(table.sql))", []
        ).rows {
            known[row[0].stringValue ?? ""] = Known(
                type: row[1].stringValue ?? "VARCHAR", notNull: row[2].stringValue == "NO")
        }
        var names: [String] = []
        var values: [String] = []
        var reasons: [String] = []
        var given: Set<String> = []
        for column in staged.columns {
            guard let place = known[column.name.lowercased()] else { continue }
            given.insert(column.name.lowercased())
            names.append(quoteIdentifier(column.name))
            values.append(StagedRows.cast(column, to: place.type))
            let shown = quoteLiteral(column.name)
            reasons.append(
                """
                CASE WHEN \(StagedRows.misfit(column, place.type, notNull: place.notNull))
                THEN \(shown) || CASE WHEN \(column.staged) IS NULL THEN ' is NULL'
                    ELSE ': ''' || left(\(column.staged)::VARCHAR, 100) || ''' is no ' || \
                \(quoteLiteral(place.type)) END END
                """)
        }
        let reason =
            "concat_ws('; ', \(reasons.isEmpty ? "NULL" : reasons.joined(separator: ", ")))"
        let from = "(SELECT *, \(reason) AS _reason FROM \(StagedRows.table))"
        written.rows =
            try connection.query(
                """
                INSERT INTO \(table.sql) (\(names.joined(separator: ", ")))
                SELECT \(values.joined(separator: ", ")) FROM \(from) WHERE _reason = '' ORDER BY line
                """, []
            ).changes
        written.rejected =
            try connection.query("SELECT count(*) FROM \(from) WHERE _reason <> ''", []).first?
            .intValue ?? 0
        if written.rejected > 0 {
            try prepareRejected()
            let fields = staged.columns.map {
                "\(quoteIdentifier($0.name)) := \($0.staged)"
            }.joined(separator: ", ")
            try connection.query(
                """
                INSERT INTO \(table.rejected.sql)
                SELECT $1, line, _reason, to_json(struct_pack(\(fields)))::VARCHAR, current_timestamp
                FROM \(from) WHERE _reason <> ''
                """, [.string(source)])
        }
        return written
    }

    /// Keeps rows that could not be read.
    func reject(_ rows: [RowBatch.Rejected]) throws(DuckDBError) {
        guard !rows.isEmpty else { return }
        try prepareRejected()
        let statement = try connection.prepare(
            "INSERT INTO \(table.rejected.sql) VALUES ($1, $2, $3, $4, current_timestamp)")
        for row in rows {
            try statement.query([
                .string(source), .int(Int64(row.line)), .string(row.reason),
                .string(row.content.replacing("\0", with: "\u{FFFD}")),
            ])
        }
    }

    private func prepareRejected() throws(DuckDBError) {
        try connection.execute(
            """
            CREATE TABLE IF NOT EXISTS \(table.rejected.sql) (
                source VARCHAR, line BIGINT, reason VARCHAR, content VARCHAR,
                rejected_at TIMESTAMPTZ)
            """)
    }

    /// Makes the table, or adds the columns that it lacks.
    private func widen(for staged: StagedRows) throws(DuckDBError) -> [String] {
        guard try table.exists(on: connection) else {
            if let schema = table.schema {
                try connection.execute("CREATE SCHEMA IF NOT EXISTS \(quoteIdentifier(schema))")
            }
            let columns = staged.columns.map { "\(quoteIdentifier($0.name)) \($0.type)" }
            try connection.execute(
                "CREATE TABLE \(table.sql) (\(columns.joined(separator: ", ")))")
            return []
        }
        let there = Set(
            try connection.query(
                "SELECT lower(column_name) FROM (DESCRIBE \(table.sql))", []
            ).rows.compactMap { $0[0].stringValue })
        var added: [String] = []
        for column in staged.columns where !there.contains(column.name.lowercased()) {
            try connection.execute(
                "ALTER TABLE \(table.sql) ADD COLUMN \(quoteIdentifier(column.name)) \(column.type)"
            )
            added.append("\(table.text).\(column.name) \(column.type)")
        }
        return added
    }
}
