import DuckDB

/// Takes out of the logs what no later cycle reads and nobody can go back to any more.
///
/// What grows with every night are the links: a memory that is touched gets its whole set anew. Of
/// the pairs a cycle compared, later cycles read nothing.
struct SleepCompaction {
    let connection: Connection

    /// How long a cycle can be undone, and how often what is older is taken out.
    struct Retention: Sendable, Hashable {
        var kept: Int64 = 30 * Moment.day
        var every: Int64 = 7 * Moment.day
    }

    static func prepare(_ connection: Connection) throws(DuckDBError) {
        try connection.execute(
            """
            CREATE TABLE IF NOT EXISTS journal.compaction (
                before_cycle INTEGER NOT NULL, compacted_at TIMESTAMPTZ NOT NULL,
                removed_rows BIGINT NOT NULL)
            """)
    }

    /// The cycle up to which the logs were compacted: it is the earliest to go back to. 0: none.
    static func horizon(_ connection: Connection) throws(DuckDBError) -> Int {
        try connection.query("SELECT coalesce(max(before_cycle), 0) FROM journal.compaction")
            .first?.intValue ?? 0
    }

    /// Compacts where that is due.
    ///
    /// - Parameter moment: what the clock says.
    /// - Returns: the horizon and how many rows went; nil where nothing was due.
    func runWhereDue(at moment: Moment, _ retention: Retention) throws -> (before: Int, rows: Int)?
    {
        let last = try connection.query("SELECT max(compacted_at) FROM journal.compaction")
        let since: Timestamp? = try last.rows.first?.decode(0, as: Timestamp?.self) ?? nil
        if let since, Moment(since).adding(retention.every) > moment { return nil }
        let horizon =
            try connection.query(
                """
                SELECT coalesce(max(of_cycle), 0) FROM journal.entry
                WHERE state = 'stands' AND coalesce(written_at, as_of)
                    <= \(moment.adding(-retention.kept).timestamp)
                """
            ).first?.intValue ?? 0
        guard horizon > (try Self.horizon(connection)) else { return nil }
        return (horizon, try run(before: horizon, at: moment))
    }

    /// - Returns: how many rows went.
    func run(before horizon: Int, at moment: Moment) throws -> Int {
        try connection.transaction {
            var rows = 0
            for table in ["relations", "meaning_relations"] where try has(table) {
                rows += try connection.query(
                    "DELETE FROM \(identifier: table) WHERE cycle <= \(horizon)"
                ).changes
            }
            if try has("associations") {
                rows += try connection.query(
                    """
                    DELETE FROM associations a USING (
                        SELECT source_id, max(cycle) AS cycle FROM associations
                        WHERE cycle <= \(horizon) GROUP BY source_id
                    ) AS kept
                    WHERE a.source_id = kept.source_id AND a.cycle < kept.cycle
                    """
                ).changes
            }
            try connection.query(
                """
                DELETE FROM journal.view WHERE entry IN (
                    SELECT number FROM journal.entry WHERE of_cycle < \(horizon))
                """)
            try connection.execute(
                """
                DELETE FROM journal.view_text
                WHERE digest NOT IN (SELECT digest FROM journal.view)
                """)
            try connection.query(
                "INSERT INTO journal.compaction VALUES (\(horizon), \(moment.timestamp), \(rows))")
            return rows
        }
    }

    private func has(_ table: String) throws(DuckDBError) -> Bool {
        try connection.query(
            """
            SELECT count(*) > 0 FROM duckdb_tables()
            WHERE database_name = current_database() AND schema_name = 'main'
                AND table_name = \(table)
            """
        ).first == .bool(true)
    }
}
