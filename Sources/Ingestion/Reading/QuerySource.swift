internal import JSON
public import PostgreSQL

/// Rows of a PostgreSQL query in the order of a column that only grows, of one snapshot.
///
/// Rows of the same value are never parted: a batch ends between two values, so that the value of its
/// last row says what is new next time.
public final class QuerySource: RowSource {
    private let connection: BlockingConnection
    private let cursor: String
    private let batchRows: Int
    private var held: [(object: JSON.Object, value: String)] = []
    private var last: String?
    private var count = 0
    private var hasEnded = false

    /// - Parameters:
    ///   - query: one SELECT.
    ///   - cursor: a column of it that is never NULL for rows that are wanted.
    ///   - after: only rows with a larger value.
    public init(
        _ connection: BlockingConnection, query: String, cursor: String, after: SourcePosition,
        batchRows: Int = 20_000
    ) throws(IngestError) {
        self.connection = connection
        self.cursor = cursor
        self.batchRows = batchRows
        last = after.cursor
        count = after.lines
        let column = "q." + Self.quoted(cursor)
        let newer = after.cursor.map { " WHERE \(column) > \(Self.literal($0))" } ?? ""
        let text =
            "SELECT row_to_json(q)::text, \(column)::text FROM (\n\(query)\n) AS q\(newer) "
            + "ORDER BY \(column)"
        do throws(PostgreSQLError) {
            _ = try connection.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            _ = try connection.query(
                PostgresQuery(unescaped: "DECLARE dormouse_ingest NO SCROLL CURSOR FOR " + text))
        } catch {
            throw IngestError(.source, "the query cannot be run: \(error)")
        }
    }

    public func next() throws(IngestError) -> RowBatch? {
        while !hasEnded, held.count < batchRows || held.first?.value == held.last?.value {
            try fetch()
        }
        var taken = held[...]
        if !hasEnded, let open = held.last?.value {
            taken = held.prefix { $0.value != open }
        }
        guard !taken.isEmpty else { return nil }
        var rows = ObjectRows()
        for row in taken {
            count += 1
            rows.add(row.object, line: count)
        }
        last = taken.last?.value
        held.removeFirst(taken.count)
        var batch = RowBatch()
        batch.order = [""]
        batch.streams[""] = rows.rows
        batch.position = SourcePosition(lines: count, cursor: last)
        return batch
    }

    private func fetch() throws(IngestError) {
        do throws(PostgreSQLError) {
            let rows = try connection.query(
                PostgresQuery(unescaped: "FETCH \(batchRows) FROM dormouse_ingest"))
            hasEnded = rows.rowCount < batchRows
            for row in rows.rows {
                let text = try row.decode(0, as: String.self)
                guard let value = try row.decode(1, as: String?.self),
                    let object = (try? JSON.parse(text))?.object
                else { continue }
                held.append((object, value))
            }
        } catch {
            throw IngestError(.source, "the query failed: \(error)")
        }
    }

    private static func quoted(_ name: String) -> String {
        "\"" + name.replacing("\"", with: "\"\"") + "\""
    }

    private static func literal(_ text: String) -> String {
        "'" + text.replacing("'", with: "''") + "'"
    }
}
