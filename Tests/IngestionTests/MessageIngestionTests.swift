import DuckDB
import Foundation
import Ingestion
import Testing

/// JSON Lines, Airbyte messages and Parquet files into tables.
@Suite struct MessageIngestionTests {
    private let folder: IngestionFolder

    init() throws { folder = try IngestionFolder() }

    @Test func objectsBecomeRowsAndWhatIsNoneIsRejected() throws {
        try folder.write(
            "a.jsonl",
            """
            {"id": 1, "name": "7", "tags": ["a", "b"], "at": "2026-01-02T03:04:05Z"}
            {"id": 2, "extra": null, "tags": [], "name": "eight"}
            [1, 2]
            {"id": 3, "name": "cut
            {"id": 4, "ID": 5, "new": 1.5}

            """)
        let report = try folder.ingest("a.jsonl")
        #expect(report.rows == 3 && report.rejected == 2)
        #expect(
            try folder.rows("SELECT column_name, column_type FROM (DESCRIBE t)") == [
                ["id", "BIGINT"], ["name", "VARCHAR"], ["tags", "JSON"],
                ["at", "TIMESTAMP WITH TIME ZONE"], ["extra", "VARCHAR"], ["new", "DOUBLE"],
            ])
        #expect(
            try folder.rows("SELECT line FROM t__rejected ORDER BY 1").map { $0[0] } == ["3", "4"])
        #expect(try folder.rows("SELECT tags->>1 FROM t WHERE id = 1") == [["b"]])
    }

    @Test func linesGoOnAfterAStopAndTakeOnlyWhatIsNew() throws {
        try folder.write("a.jsonl", (1...50).map { "{\"id\": \($0)}\n" }.joined())
        #expect(throws: IngestionFolder.Stopped.self) {
            try folder.ingest("a.jsonl", batchRows: 9, stopAfter: 2)
        }
        #expect(try folder.ingest("a.jsonl").rows == 32)
        try folder.append("a.jsonl", "{\"id\": 51}")
        #expect(try folder.ingest("a.jsonl").rows == 1)
        #expect(try folder.value("SELECT count(DISTINCT id) + count(*) FROM t") == 102)
    }

    /// Feeds messages, as a connector's output is.
    private func airbyte(_ messages: [String], into table: String = "t") throws -> (
        Ingestion, [String], [String]
    ) {
        let path = try folder.write("messages", messages.map { $0 + "\n" }.joined())
        let ingestion = try Ingestion(folder.connection, into: table, from: "airbyte:\(table)")
        let input = ByteInput(try #require(FileHandle(forReadingAtPath: path)))
        var states: [String] = []
        var notes: [String] = []
        try ingestion.run(
            AirbyteSource(input),
            progress: { _, batch in
                if let state = batch.state { states.append(state) }
                notes += batch.notes
            })
        return (ingestion, states, notes)
    }

    private func record(_ stream: String, _ data: String) -> String {
        "{\"type\":\"RECORD\",\"record\":{\"stream\":\"\(stream)\",\"data\":\(data),\"emitted_at\":1}}"
    }

    @Test func recordsAreKeptWithTheStateThatFollowsThem() throws {
        let (ingestion, states, notes) = try airbyte([
            "{\"type\":\"LOG\",\"log\":{\"level\":\"WARN\",\"message\":\"slow\"}}",
            "{\"type\":\"CATALOG\",\"catalog\":{\"streams\":[]}}",
            record("users", "{\"id\":1,\"name\":\"Ada\"}"),
            record("orders", "{\"id\":9,\"user\":1}"),
            "{\"type\":\"STATE\",\"state\":{\"data\":{\"users\":1}}}",
            record("users", "{\"id\":2,\"name\":\"Bob\"}"),
            "{\"type\":\"PING\"}", "{\"type\":\"PING\"}",
            "{\"type\":\"RECORD\",\"record\":{\"data\":{}}}", "{\"no\":\"type\"}", "garbage",
        ])
        #expect(states == ["{\"data\":{\"users\":1}}"])
        #expect(ingestion.state.state == states[0])
        #expect(notes == ["WARN: slow", "messages of the unknown type 'PING' are left out"])
        #expect(ingestion.report.rows == 3 && ingestion.report.rejected == 3)
        #expect(
            try folder.rows("SELECT id, name FROM t ORDER BY id") == [["1", "Ada"], ["2", "Bob"]])
        #expect(try folder.rows("SELECT id FROM t_orders") == [["9"]])
        // The stream that was first stays the table's own.
        _ = try airbyte([record("orders", "{\"id\":10,\"user\":2}")])
        #expect(try folder.value("SELECT count(*) FROM t_orders") == 2)
    }

    @Test func aSourceThatFailsKeepsWhatItsLastStateCovers() throws {
        let error = #expect(throws: IngestError.self) {
            try airbyte([
                record("users", "{\"id\":1}"), "{\"type\":\"STATE\",\"state\":{\"n\":1}}",
                record("users", "{\"id\":2}"),
                "{\"type\":\"TRACE\",\"trace\":{\"type\":\"ERROR\",\"error\":{\"message\":\"no login\"}}}",
            ])
        }
        #expect(error?.code == .failed && error?.message.contains("no login") == true)
        #expect(try folder.rows("SELECT id FROM t") == [["1"]])
    }

    @Test func aMessageThatIsCutIsRejected() throws {
        let path = try folder.write("m", record("u", "{\"id\":1}") + "\n{\"type\":\"RECORD\",\"rec")
        let ingestion = try Ingestion(folder.connection, into: "t", from: "airbyte")
        try ingestion.run(
            AirbyteSource(ByteInput(try #require(FileHandle(forReadingAtPath: path)))))
        #expect(ingestion.report.rows == 1)
        #expect(
            try folder.rows("SELECT line, reason FROM t__rejected") == [
                ["2", "the message is cut"]
            ])
    }

    private func parquet(_ path: String, batchRows: Int, stopAfter: Int? = nil) throws -> Int {
        let ingestion = try Ingestion(folder.connection, into: "t", from: path)
        try ingestion.run(parquet: path, batchRows: batchRows) { report, _ in
            if report.batches == stopAfter { throw IngestionFolder.Stopped() }
        }
        return ingestion.report.rows
    }

    @Test func parquetKeepsItsTypesAndGoesOnWhereItStopped() throws {
        let path = folder.url.appending(path: "a.parquet").path
        try folder.connection.execute(
            "COPY (SELECT range AS id, [range] AS l, DATE '2026-01-01' AS d FROM range(1000)) TO "
                + "'\(path)' (ROW_GROUP_SIZE 128)")
        #expect(throws: IngestionFolder.Stopped.self) {
            try parquet(path, batchRows: 300, stopAfter: 2)
        }
        #expect(try parquet(path, batchRows: 300) == 400)
        #expect(try parquet(path, batchRows: 300) == 0)
        #expect(try folder.value("SELECT count(DISTINCT id) + count(*) FROM t") == 2000)
        #expect(
            try folder.rows("SELECT column_type FROM (DESCRIBE t)").map { $0[0] }
                == ["BIGINT", "BIGINT[]", "DATE"])
        try folder.connection.execute("COPY (SELECT 1 AS id) TO '\(path)'")
        let error = #expect(throws: IngestError.self) { try parquet(path, batchRows: 300) }
        #expect(error?.code == .changed)
        try folder.write("a.parquet", "no parquet")
        #expect(throws: IngestError.self) { try parquet(path, batchRows: 300) }
    }
}
