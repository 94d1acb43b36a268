import DuckDB
import Hashing

/// Takes the sleep database back to an earlier cycle: rows are deleted by their cycle, since every
/// derived table is a log, and views get the text they had then.
struct SleepHistory {
    let connection: Connection

    private var log: SleepLog { SleepLog(connection: connection) }
    private var journal: SleepJournal { SleepJournal(connection: connection) }

    /// Keeps how the views read after an entry. A text is kept once, whatever clock and number it
    /// carries.
    func keepViews(of entry: SleepEntry) throws(DuckDBError) {
        let views = try connection.query(
            """
            SELECT view_name, sql FROM duckdb_views()
            WHERE database_name = current_database() AND schema_name = 'main' AND NOT internal
            ORDER BY view_oid
            """)
        for (place, row) in views.rows.enumerated() {
            let text = Self.template(
                try row.decode(1), cycle: entry.cycle, asOf: entry.asOf)
            let digest = SHA256.hexadecimal(text)
            try connection.query(
                """
                INSERT INTO journal.view VALUES (\(entry.number), \(try row.decode(0, as: String.self)),
                    \(place), \(digest))
                """)
            try connection.query(
                """
                INSERT INTO journal.view_text SELECT \(digest), \(text)
                WHERE NOT EXISTS (FROM journal.view_text WHERE digest = \(digest))
                """)
        }
    }

    private static let clock = "{{as_of}}"
    private static let counter = "{{cycle}}"

    private static func template(_ text: String, cycle: Int, asOf: Moment) -> String {
        text.replacing("'\(asOf)'", with: "'\(clock)'")
            .replacing("CAST(\(cycle) AS BIGINT)", with: "CAST(\(counter) AS BIGINT)")
    }

    private static func filled(_ text: String, cycle: Int, asOf: Moment) -> String {
        text.replacing("'\(clock)'", with: "'\(asOf)'")
            .replacing("CAST(\(counter) AS BIGINT)", with: "CAST(\(cycle) AS BIGINT)")
    }

    /// The earliest cycle that can be gone back to.
    func earliest() throws(DuckDBError) -> Int {
        let kept = try connection.query(
            """
            SELECT min(e.of_cycle) FROM journal.entry e
            WHERE e.state = 'stands' AND EXISTS (FROM journal.view v WHERE v.entry = e.number)
            """
        ).first?.intValue
        let first = try connection.query("SELECT min(cycle) FROM sleep_cycle").first?.intValue
        // Before the first cycle there is nothing, which is easy to go back to.
        guard let kept else { return first == nil ? 0 : 1 }
        if kept == 1, try !isCompacted { return 0 }
        return kept
    }

    private var isCompacted: Bool {
        get throws(DuckDBError) { try SleepCompaction.horizon(connection) > 0 }
    }

    /// Takes everything back that came after a cycle. Run it in a transaction.
    func rewind(to cycle: Int) throws {
        let last = try log.last()?.number ?? 0
        guard cycle < last else { return }
        for table in try log.cycleTables() {
            try connection.query("DELETE FROM \(identifier: table) WHERE cycle > \(cycle)")
        }
        try connection.query("DELETE FROM source.cycle_view WHERE cycle > \(cycle)")
        try restoreViews(of: cycle)
    }

    /// Lets go of recalls that crossed after a cycle: strengths read them as they are, and would
    /// count those of the same moment. The next sleep brings them again.
    func letGoOfAccesses(after cycle: Int) throws(DuckDBError) {
        guard let entry = try journal.entry(of: cycle), entry.state == .stands else { return }
        let gone = try connection.query(
            "DELETE FROM source.access WHERE crossed > \(entry.number)"
        ).first?.intValue
        guard let gone, gone > 0 else { return }
        // What a server is asked for next begins where the cycle ended.
        try connection.query(
            """
            UPDATE source.horizon SET seen = v.seen
            FROM source.cycle_view v WHERE v.cycle = \(cycle)
            """)
    }

    /// Checks that it can be gone back to a cycle.
    func requireReach(of cycle: Int) throws {
        let earliest = try earliest()
        guard cycle >= earliest else {
            throw MemoryError(
                .invalidInput,
                "what stood before cycle \(cycle + 1) is no longer kept: it can be gone back as "
                    + "far as after cycle \(earliest). Nothing was changed")
        }
    }

    private func restoreViews(of cycle: Int) throws {
        let there = try connection.query(
            """
            SELECT view_name FROM duckdb_views()
            WHERE database_name = current_database() AND schema_name = 'main' AND NOT internal
            """
        ).strings("view_name").compactMap { $0 }
        guard cycle > 0 else {
            for view in there { try connection.query("DROP VIEW \(identifier: view)") }
            return
        }
        guard let entry = try journal.entry(of: cycle), entry.state == .stands else { return }
        let kept = try connection.query(
            """
            SELECT v.name, t.text FROM journal.view v JOIN journal.view_text t USING (digest)
            WHERE v.entry = \(entry.number) ORDER BY v.place
            """)
        guard kept.rowCount > 0 else { return }
        for view in there { try connection.query("DROP VIEW \(identifier: view)") }
        var texts: [String] = []
        for row in kept.rows {
            texts.append(Self.filled(try row.decode(1), cycle: cycle, asOf: entry.asOf))
        }
        // One that reads another comes after it; those that came too early are tried again.
        while !texts.isEmpty {
            var failed: [String] = []
            var reason: DuckDBError?
            for text in texts {
                do throws(DuckDBError) { try connection.execute(text) } catch {
                    failed.append(text)
                    reason = error
                }
            }
            if failed.count == texts.count, let reason { throw reason }
            texts = failed
        }
    }

    /// Runs `body` as things stood after a cycle, and changes nothing.
    func asOf<T>(_ cycle: Int, _ body: () throws -> T) throws -> T {
        try connection.execute("BEGIN")
        defer { try? connection.execute("ROLLBACK") }
        try rewind(to: cycle)
        return try body()
    }
}
