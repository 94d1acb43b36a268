import DuckDB

/// The cycles there were, and the tables they wrote to, in the sleep database.
///
/// Every derived table is a log whose rows carry their `cycle`, so a cycle is taken back by
/// deleting its rows: after an interruption, or because somebody wants it undone.
struct SleepLog {
    let connection: Connection

    /// One cycle as it is written down.
    struct Cycle {
        var number: Int
        var asOf: Moment
        var isComplete: Bool
    }

    func prepare() throws(DuckDBError) {
        try connection.execute(
            """
            CREATE TABLE IF NOT EXISTS sleep_cycle (
                cycle INTEGER NOT NULL,
                as_of TIMESTAMPTZ NOT NULL,
                stage VARCHAR,
                new_memories BIGINT,
                is_complete BOOLEAN NOT NULL
            )
            """)
    }

    func last() throws(DuckDBError) -> Cycle? {
        let row = try connection.query(
            "SELECT cycle, as_of, is_complete FROM sleep_cycle ORDER BY cycle DESC LIMIT 1"
        ).rows.first
        guard let row else { return nil }
        return Cycle(
            number: try row.decode(0), asOf: Moment(try row.decode(1, as: Timestamp.self)),
            isComplete: try row.decode(2))
    }

    /// The number of the last cycle that is complete; 0 where there is none, or no such table.
    func completeCycles() throws(DuckDBError) -> Int {
        let isThere = try connection.query(
            """
            SELECT count(*) > 0 FROM duckdb_tables()
            WHERE database_name = current_database() AND table_name = 'sleep_cycle'
            """
        ).first
        guard isThere == .bool(true) else { return 0 }
        return try connection.query(
            "SELECT coalesce(max(cycle), 0) FROM sleep_cycle WHERE is_complete"
        ).first?.intValue ?? 0
    }

    func begin(_ cycle: Int, asOf: Moment, stage: SleepStage?) throws(DuckDBError) {
        try connection.query(
            """
            INSERT INTO sleep_cycle
            VALUES (\(cycle), \(asOf.timestamp), \(stage?.rawValue ?? "all"), NULL, false)
            """)
    }

    func complete(_ cycle: Int, newMemories: Int) throws(DuckDBError) {
        try connection.query(
            """
            UPDATE sleep_cycle SET is_complete = true, new_memories = \(newMemories)
            WHERE cycle = \(cycle)
            """)
    }

    /// Takes a cycle back: whatever it wrote is gone, and what it had replaced stands again.
    func undo(_ cycle: Int) throws {
        try connection.transaction {
            for table in try cycleTables() {
                try connection.query(
                    "DELETE FROM \(identifier: table) WHERE cycle = \(cycle)")
            }
        }
    }

    /// The last cycle that is complete and slept as of then or before; 0 where there is none.
    func last(asOf moment: Moment) throws(DuckDBError) -> Int {
        try connection.query(
            """
            SELECT coalesce(max(cycle), 0) FROM sleep_cycle
            WHERE is_complete AND cycle < coalesce(
                (SELECT min(cycle) FROM sleep_cycle WHERE as_of > \(moment.timestamp)), 2147483647)
            """
        ).first?.intValue ?? 0
    }

    /// Takes back every cycle after one, the last first.
    func undo(after cycle: Int) throws {
        while let last = try last(), last.number > cycle { try undo(last.number) }
    }

    /// The tables whose rows carry a cycle, by name.
    func cycleTables() throws(DuckDBError) -> [String] {
        try connection.query(
            """
            SELECT table_name FROM duckdb_columns() JOIN duckdb_tables()
                USING (database_name, schema_name, table_name)
            WHERE database_name = current_database() AND schema_name = 'main'
                AND column_name = 'cycle'
            ORDER BY table_name
            """
        ).strings("table_name").compactMap { $0 }
    }
}
