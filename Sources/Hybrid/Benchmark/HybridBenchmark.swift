internal import CPostgreSQL
import DuckDB
import Foundation
public import PostgreSQL
import Synchronization

/// Measures what PostgreSQL and DuckDB do together on this machine, each beside a peer in the same
/// run. It works in a schema of its own, which it drops.
public struct HybridBenchmark: Sendable {
    public struct Figure: Sendable, Hashable, Codable {
        public var name: String
        public var value: Double
        public var unit: String
        /// What the value must not exceed.
        public var limit: Double?
        public var note: String?
    }

    public var rows: Int
    public var configuration: ConnectionConfiguration
    /// Where DuckDB's extensions lie; nil for DuckDB's own folder.
    public var extensionDirectory: String?
    private let schema = "dormouse_bench"
    private static let length = 384

    public init(
        rows: Int = 100_000, _ configuration: ConnectionConfiguration, extensionDirectory: String?
    ) {
        self.rows = rows
        self.configuration = configuration
        self.extensionDirectory = extensionDirectory
    }

    public func run(progress: (String) -> Void) throws -> [Figure] {
        let server = try BlockingConnection(configuration)
        defer {
            _ = try? server.query("DROP SCHEMA IF EXISTS \(identifier: schema) CASCADE")
            server.close()
        }
        var figures: [Figure] = []
        progress("connections")
        figures += try connections()
        progress("the pool")
        figures += try pool()
        progress("making \(rows) rows")
        try fill(server)
        progress("reading and transforming")
        figures += try analysis(server)
        return figures
    }

    // The engine

    private func connections() throws -> [Figure] {
        var times: [Double] = []
        for _ in 0..<30 {
            times.append(
                try milliseconds {
                    let connection = try BlockingConnection(configuration)
                    connection.close()
                })
        }
        return [Figure(name: "connect, median", value: median(times), unit: "ms", limit: 20)]
    }

    private func pool() throws -> [Figure] {
        let pool = ConnectionPool(configuration, PoolOptions(maxConnections: 8))
        defer { pool.drainBlocking(within: .seconds(5)) }
        let calls = 200
        var ours: [Double] = []
        var theirs: [Double] = []
        // In turns and over one connection, so that whatever else the machine does meets both:
        // whether a server's process shares the core of its client decides between 20 and 90 µs.
        for _ in 0..<51 {
            try pool.withBlockingConnection { connection in
                theirs.append(
                    try connection.withLibpq { libpq in
                        try milliseconds { for _ in 0..<calls { try select(libpq) } }
                    })
            }
            ours.append(
                try milliseconds {
                    for _ in 0..<calls {
                        _ = try pool.blocking { (connection) throws(PostgreSQLError) in
                            try connection.query("SELECT 1").value(as: Int.self)
                        }
                    }
                })
        }
        let ratio = median(zip(ours, theirs).map { $0 / $1 })
        let crowd = crowd(pool)
        return [
            Figure(
                name: "a query through the pool / raw libpq", value: ratio, unit: "times",
                limit: 1.2,
                note:
                    "\(micros(median(ours), calls)) to \(micros(median(theirs), calls)) µs, "
                    + "median of 51 turns"
            ),
            Figure(
                name: "64 clients on 8 connections, p99 / median",
                value: crowd[crowd.count * 99 / 100] / median(crowd), unit: "times", limit: 3,
                note: "median \(String(format: "%.2f", median(crowd))) ms, "
                    + "longest \(String(format: "%.2f", crowd.last ?? 0)) ms"),
        ]
    }

    /// The query as libpq runs it by itself.
    private func select(_ libpq: OpaquePointer?) throws {
        let result = PQexecParams(libpq, "SELECT 1", 0, nil, nil, nil, nil, 1)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_TUPLES_OK else {
            throw HybridError("libpq's query failed in the comparison")
        }
    }

    private func micros(_ milliseconds: Double, _ calls: Int) -> String {
        String(format: "%.1f", milliseconds * 1000 / Double(calls))
    }

    /// The latencies of 64 callers, each on a thread of its own, the shortest first.
    private func crowd(_ pool: ConnectionPool) -> [Double] {
        let all = Latencies()
        let group = DispatchGroup()
        for _ in 0..<64 {
            group.enter()
            Thread.detachNewThread {
                defer { group.leave() }
                var mine: [Double] = []
                for _ in 0..<200 {
                    let time = try? milliseconds {
                        _ = try pool.blocking { (connection) throws(PostgreSQLError) in
                            try connection.query("SELECT pg_sleep(0.001)")
                        }
                    }
                    mine.append(time ?? .infinity)
                }
                // The first ones wait for the connections to be opened.
                all.add(mine.dropFirst(20))
            }
        }
        group.wait()
        return all.sorted
    }

    // The hybrid

    private func fill(_ server: BlockingConnection) throws {
        try server.query("DROP SCHEMA IF EXISTS \(identifier: schema) CASCADE")
        try server.query("CREATE SCHEMA \(identifier: schema)")
        let hasVector: Bool = try server.query(
            "SELECT count(*) > 0 FROM pg_extension WHERE extname = 'vector'"
        ).value()
        let type = hasVector ? "vector(\(Self.length))" : "real[]"
        for table in ["memory", "copied"] {
            try server.query(
                """
                CREATE TABLE \(identifier: [schema, table]) (
                    id bigint PRIMARY KEY, topic int NOT NULL, content text NOT NULL,
                    salience double precision NOT NULL, at timestamptz NOT NULL,
                    embedding \(unescaped: type) NOT NULL)
                """)
        }
        try server.copy(into: CopyTarget("memory", schema: schema)) { rows in
            for index in 0..<self.rows { try rows.write(row(index)) }
        }
        try server.query("ANALYZE \(identifier: [schema, "memory"])")
    }

    private func row(_ index: Int) -> [PostgresValue] {
        // Numbers without a pattern, the same in every run.
        var state = UInt32(truncatingIfNeeded: index &* 2_654_435_761 &+ 1)
        let vector = (0..<Self.length).map { _ -> Float in
            state = state &* 1_664_525 &+ 1_013_904_223
            return Float(state >> 8) / Float(1 << 24) - 0.5
        }
        return [
            .int64(Int64(index)), .int64(Int64(index % 997)), .string("what was said \(index)"),
            .double(Double(index % 100) / 100),
            .timestamptz(PostgresTimestamp(microseconds: Int64(index) * 60_000_000)),
            .vector(vector),
        ]
    }

    private func analysis(_ server: BlockingConnection) throws -> [Figure] {
        let options = Database.Options(extensionDirectory: extensionDirectory)
        let duckDB = try Database(path: nil, options: options).connect()
        var attached: AttachedPostgres?
        let connect = try milliseconds {
            attached = try AttachedPostgres(configuration, to: duckDB, as: "bench")
        }
        guard let attached else { return [] }
        let plan = try TablePlan(server, schema: schema, table: "memory")
        let scalars = try plan.columns(["id", "topic", "content", "salience", "at"])
        let simple = try milliseconds {
            let count = try server.query("SELECT count(*) FROM \(identifier: [schema, "memory"])")
            let seen = try duckDB.query(
                """
                SELECT count(*) FROM postgres_query('bench',
                    'SELECT id FROM \(unescaped: schema).memory WHERE topic = 5')
                """)
            guard try count.value(as: Int.self) == rows, seen.rowCount == 1 else {
                throw HybridError("the rows that were written are not all there")
            }
        }
        let transformation = try milliseconds { try transform(duckDB, attached, scalars) }
        var (plainest, loads, writes, copies): ([Double], [Double], [Double], [Double]) = (
            [], [], [], []
        )
        let target = WriteBack("copied", schema: schema, key: ["id"])
        let empty: PostgresQuery = "TRUNCATE \(identifier: [schema, "copied"])"
        // In turns, and the medians: a checkpoint of the server meets one of them or the other.
        for _ in 0..<5 {
            plainest.append(
                try milliseconds {
                    try duckDB.execute(
                        """
                        CREATE OR REPLACE TABLE best AS SELECT * FROM postgres_query('bench',
                            'SELECT id, topic, content, salience, at,
                                embedding::real[] AS embedding FROM \(schema).memory')
                        """)
                })
            try duckDB.execute("DROP TABLE IF EXISTS loaded")
            loads.append(try milliseconds { try attached.load(plan, into: ["loaded"]) })
            try server.query(empty)
            writes.append(
                try milliseconds {
                    try target.write("SELECT * FROM loaded", of: duckDB, to: server)
                })
            try server.query(empty)
            copies.append(
                try milliseconds {
                    try server.copy(into: CopyTarget("copied", schema: schema)) { writer in
                        for index in 0..<rows { try writer.write(row(index)) }
                    }
                })
        }
        try attached.detach()
        let (best, load, write, copy) = (
            median(plainest), median(loads), median(writes), median(copies)
        )
        let count = "\(rows) rows"
        return [
            Figure(name: "connection (secret, attach)", value: connect / 1000, unit: "s", limit: 5),
            Figure(name: "simple query", value: simple / 1000, unit: "s", limit: 10),
            Figure(
                name: "complex transformation, \(count)", value: transformation / 1000, unit: "s",
                limit: 15, note: "joins, windows and aggregates over freshly read rows"),
            Figure(
                name: "reading \(count) with vectors / the plainest query", value: load / best,
                unit: "times", limit: 1.2, note: seconds(load, best)),
            Figure(
                name: "writing \(count) back / COPY alone", value: write / copy, unit: "times",
                limit: 1.5, note: seconds(write, copy)),
        ]
    }

    private func seconds(_ ours: Double, _ theirs: Double) -> String {
        String(format: "%.2f to %.2f s", ours / 1000, theirs / 1000)
    }

    private func transform(
        _ duckDB: DuckDB.Connection, _ attached: AttachedPostgres, _ plan: TablePlan
    ) throws {
        let source = try attached.rows(of: plan)
        try duckDB.query(
            """
            WITH fresh AS (\(source)),
            ranked AS (
                SELECT *, row_number() OVER (PARTITION BY topic ORDER BY salience DESC, id) AS rank,
                    salience * exp(-epoch(max("at") OVER () - "at") / 2592000) AS strength
                FROM fresh),
            pairs AS (
                SELECT a.topic, sum(a.strength * b.strength) AS bond
                FROM ranked a JOIN ranked b ON a.topic = b.topic AND b.rank = a.rank + 1
                GROUP BY a.topic)
            SELECT r.topic, count(*) AS memories, avg(r.strength) AS strength, any_value(p.bond),
                quantile_cont(r.salience, 0.9)
            FROM ranked r JOIN pairs p USING (topic) GROUP BY r.topic ORDER BY memories DESC
            """)
    }
}

private func milliseconds(_ body: () throws -> Void) rethrows -> Double {
    let (seconds, attoseconds) = try ContinuousClock().measure(body).components
    return Double(seconds) * 1000 + Double(attoseconds) / 1e15
}

private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

/// What threads measured.
private final class Latencies: Sendable {
    private let all = Mutex<[Double]>([])
    func add(_ more: some Sequence<Double> & Sendable) { all.withLock { $0 += more } }
    var sorted: [Double] { all.withLock { $0.sorted() } }
}
