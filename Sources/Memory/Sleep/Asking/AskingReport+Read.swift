import DuckDB

extension AskingReport {
    /// Adds what a cycle asked, from the tables it wrote.
    mutating func add(cycle: Int, from connection: Connection) throws(DuckDBError) {
        for place in parts.indices {
            let question = parts[place].question
            guard try connection.hasTable(question.questions) else { continue }
            var part = Part(question)
            let asked = try connection.query(
                """
                SELECT count(*), coalesce(sum(length(question)), 0)::BIGINT
                FROM \(identifier: question.questions) WHERE cycle = \(cycle)
                """
            ).rows.first
            part.questions = try asked?.decode(0) ?? 0
            part.characters = try asked?.decode(1) ?? 0
            part.failures = try connection.counts(
                """
                SELECT failure, count(*) FROM \(identifier: question.answers)
                WHERE cycle = \(cycle) AND failure IS NOT NULL GROUP BY 1
                """)
            part.refused = try connection.counts(
                """
                SELECT reason, count(*) FROM \(identifier: question.claims)
                WHERE cycle = \(cycle) AND reason IS NOT NULL GROUP BY 1
                """)
            part.believed =
                try connection.query(
                    """
                    SELECT count(*) FROM \(identifier: question.claims)
                    WHERE cycle = \(cycle) AND reason IS NULL
                    """
                ).first?.intValue ?? 0
            parts[place].add(part)
        }
    }
}

extension Connection {
    fileprivate func hasTable(_ name: String) throws(DuckDBError) -> Bool {
        try query(
            """
            SELECT count(*) > 0 FROM duckdb_tables()
            WHERE database_name = current_database() AND table_name = \(name)
            """
        ).first == .bool(true)
    }

    /// A text and a number a row, as a dictionary.
    fileprivate func counts(_ sql: SQL) throws(DuckDBError) -> [String: Int] {
        var counts: [String: Int] = [:]
        for row in try query(sql).rows { counts[try row.decode(0)] = try row.decode(1) }
        return counts
    }
}
