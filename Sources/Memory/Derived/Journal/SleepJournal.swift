import DuckDB
import JSON

/// The cycles of a sleep database as they were slept, in the schema `journal`: rows that no undoing
/// of a cycle takes away, and no memory's words.
struct SleepJournal {
    let connection: Connection

    static let schema = "journal"

    func prepare() throws(DuckDBError) {
        try connection.execute(
            """
            CREATE SCHEMA IF NOT EXISTS journal;
            CREATE TABLE IF NOT EXISTS journal.entry (
                number BIGINT NOT NULL,
                of_cycle INTEGER NOT NULL,
                state VARCHAR NOT NULL,
                as_of TIMESTAMPTZ NOT NULL,
                stage VARCHAR NOT NULL,
                new_memories BIGINT NOT NULL,
                written_at TIMESTAMPTZ,
                details VARCHAR NOT NULL
            );
            -- How the views read after an entry: undoing what came later puts them back.
            CREATE TABLE IF NOT EXISTS journal.view (
                entry BIGINT NOT NULL, name VARCHAR NOT NULL, place INTEGER NOT NULL,
                digest VARCHAR NOT NULL
            );
            CREATE TABLE IF NOT EXISTS journal.view_text (digest VARCHAR NOT NULL, text VARCHAR NOT NULL);
            """)
    }

    var isThere: Bool {
        get throws(DuckDBError) {
            try connection.query(
                """
                SELECT count(*) > 0 FROM duckdb_tables()
                WHERE database_name = current_database() AND schema_name = 'journal'
                    AND table_name = 'entry'
                """
            ).first == .bool(true)
        }
    }

    /// The number that the next entry gets.
    func nextNumber() throws(DuckDBError) -> Int {
        (try connection.query("SELECT coalesce(max(number), 0) FROM journal.entry").first?.intValue
            ?? 0) + 1
    }

    func add(_ entry: SleepEntry) throws(DuckDBError) {
        let (state, details) = (entry.state.rawValue, entry.details.text())
        let writtenAt = entry.writtenAt?.timestamp.duckDBValue ?? .null
        let asOf = entry.asOf.timestamp
        try connection.query(
            """
            INSERT INTO journal.entry VALUES (\(entry.number), \(entry.cycle),
                \(state), \(asOf), \(entry.stage), \(entry.newMemories), \(writtenAt), \(details))
            """)
    }

    /// The standing entries of cycles after one are noted as undone.
    func markUndone(after cycle: Int) throws(DuckDBError) {
        try connection.query(
            """
            UPDATE journal.entry SET state = 'undone'
            WHERE state = 'stands' AND of_cycle > \(cycle)
            """)
    }

    /// All entries, the first first; cycles from before there was a journal are among them.
    func entries() throws(DuckDBError) -> [SleepEntry] {
        let kept: [SleepEntry]
        if try isThere {
            let result = try connection.query(
                """
                SELECT number, of_cycle, state, as_of, stage, new_memories, written_at, details
                FROM journal.entry ORDER BY number
                """)
            kept = try result.rows.map { row throws(DuckDBError) in
                var entry = SleepEntry(
                    number: try row.decode(0), cycle: try row.decode(1),
                    state: SleepEntry.State(rawValue: try row.decode(2)) ?? .stands,
                    asOf: Moment(try row.decode(3, as: Timestamp.self)),
                    stage: try row.decode(4), newMemories: try row.decode(5),
                    writtenAt: try row.decode(6, as: Timestamp?.self).map(Moment.init))
                let details: String = try row.decode(7)
                if let details = try? JSON.parse(details) { entry.take(details: details) }
                return entry
            }
        } else {
            kept = []
        }
        let known = Set(kept.filter { $0.state == .stands }.map(\.cycle))
        return try earlier().filter { !known.contains($0.cycle) } + kept
    }

    private func earlier() throws(DuckDBError) -> [SleepEntry] {
        guard try SleepLog(connection: connection).completeCycles() > 0 else { return [] }
        let result = try connection.query(
            """
            SELECT cycle, as_of, coalesce(stage, 'all'), coalesce(new_memories, 0)
            FROM sleep_cycle WHERE is_complete ORDER BY cycle
            """)
        return try result.rows.map { row throws(DuckDBError) in
            SleepEntry(
                number: 0, cycle: try row.decode(0), state: .stands,
                asOf: Moment(try row.decode(1, as: Timestamp.self)), stage: try row.decode(2),
                newMemories: try row.decode(3), writtenAt: nil)
        }
    }

    /// The entry of a cycle: the one that stands, else the last.
    func entry(of cycle: Int) throws(DuckDBError) -> SleepEntry? {
        let found = try entries().filter { $0.cycle == cycle }
        return found.last { $0.state == .stands } ?? found.last
    }
}
