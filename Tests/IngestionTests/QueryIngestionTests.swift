import DuckDB
import Ingestion
import PostgreSQL
import PostgreSQLTestSupport
import Testing

/// Rows of a PostgreSQL query into a table.
@Suite(.enabled(if: TestServer.isInstalled(), "\(TestServer.missing)"))
struct QueryIngestionTests {
    private func ingest(
        _ folder: IngestionFolder, _ database: TestDatabase, stopAfter: Int? = nil
    ) throws -> Int {
        let ingestion = try Ingestion(folder.connection, into: "t", from: "orders")
        let source = try QuerySource(
            try database.connect(), query: "SELECT * FROM orders", cursor: "batch",
            after: ingestion.state.position, batchRows: 10)
        try ingestion.run(
            source,
            progress: { report, _ in
                if report.batches == stopAfter { throw IngestionFolder.Stopped() }
            })
        return ingestion.report.rows
    }

    @Test func onlyWhatIsNewIsTakenAndEqualValuesAreNotParted() throws {
        let folder = try IngestionFolder()
        let database = try TestDatabase()
        let server = try database.connect()
        try server.execute(
            script: """
                CREATE TABLE orders (id int, batch int, price numeric(12,3), at timestamptz, tags text[]);
                INSERT INTO orders SELECT g, g / 7, g + 0.5, '2026-01-02 03:04:05+00', '{a,b}'
                FROM generate_series(1, 100) g;
                """)
        #expect(throws: IngestionFolder.Stopped.self) {
            try ingest(folder, database, stopAfter: 3)
        }
        let kept = try #require(try folder.value("SELECT count(*) FROM t"))
        #expect(kept > 0 && kept < 100)
        #expect(try ingest(folder, database) == 100 - kept)
        #expect(try ingest(folder, database) == 0)
        try server.execute(script: "INSERT INTO orders VALUES (101, 99, 1, now(), null)")
        #expect(try ingest(folder, database) == 1)
        #expect(try folder.value("SELECT count(DISTINCT id) + count(*) FROM t") == 202)
        #expect(
            try folder.rows("SELECT column_name, column_type FROM (DESCRIBE t)") == [
                ["id", "BIGINT"], ["batch", "BIGINT"], ["price", "DOUBLE"],
                ["at", "TIMESTAMP WITH TIME ZONE"], ["tags", "JSON"],
            ])
    }

    @Test func aQueryThatCannotBeRunIsSaid() throws {
        let database = try TestDatabase()
        let error = #expect(throws: IngestError.self) {
            try QuerySource(
                try database.connect(), query: "SELECT * FROM nowhere", cursor: "id",
                after: SourcePosition())
        }
        #expect(error?.code == .source && error?.message.contains("nowhere") == true)
    }
}
