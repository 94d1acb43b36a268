import DuckDB
import Foundation
import Testing

/// Everything DuckDB has that could change, read or reach something, tried in a session that only
/// reads, with paths of files that are there.
@Suite struct ReadOnlySessionTests {
    let scratch: Scratch
    let connection: Connection
    let listener: Int32
    let port: Int
    /// What is in the files around; no answer may hold it.
    static let canary = "canary-7f3a"

    init() throws {
        scratch = try Scratch()
        try Database(path: scratch.path("store.duckdb")).connect().execute(
            """
            CREATE TABLE memory AS SELECT 1 AS id, 'kept' AS content;
            CREATE SEQUENCE counter; CREATE VIEW v AS FROM memory
            """)
        for name in ["file.csv", "file.json", "file.txt", "file.sql", "schema.sql", "load.sql"] {
            let text = "a,b\n\(Self.canary),2\n"
            try Data(text.utf8).write(to: scratch.url.appending(path: name))
        }
        var options = Database.Options(
            memoryLimit: .mebibytes(200), threads: 2, temporaryDirectory: scratch.path("spill"))
        options.settings["allow_persistent_secrets"] = "false"
        options.settings["autoload_known_extensions"] = "false"
        options.extensionDirectory = Self.extensions
        connection = try Database(path: nil, options: options).connect()
        for name in ["httpfs", "postgres_scanner", "fts", "vss"] {
            try? connection.execute("LOAD \(name)")
        }
        try connection.execute("ATTACH '\(scratch.path("store.duckdb"))' AS store (READ_ONLY)")
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        port = Self.listen(listener)
    }

    static let extensions = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "../../.prefix/lib/duckdb/extensions")
        .standardized.path

    @Test func noFunctionChangesReadsOrReachesAnything() throws {
        let session = try ReadOnlySession(connection)
        let before = try snapshot()
        let known = try connection.query(
            """
            SELECT DISTINCT function_name, function_type FROM duckdb_functions()
            WHERE regexp_full_match(function_name, '\\w+')
                AND function_name NOT IN ('sleep_ms', 'pg_sleep')
            ORDER BY ALL
            """)
        let lists = arguments
        var tried = 0
        for row in 0..<known.rowCount {
            let name = known[row, 0].stringValue ?? ""
            let isTable = (known[row, 1].stringValue ?? "").contains("table")
            let reaches = isTable || known[row, 1].stringValue == "pragma"
            for (number, list) in (reaches ? lists : Array(lists.prefix(4))).enumerated() {
                let call = "\"\(name)\"(\(list))"
                var attempts = [reaches ? "SELECT * FROM \(call)" : "SELECT \(call)"]
                if reaches { attempts += ["CALL \(call)", "PRAGMA \(name)(\(list))"] }
                if reaches, number < 3 {
                    attempts += [
                        "EXPLAIN ANALYZE SELECT * FROM \(call)", "PRAGMA \(name)",
                        "WITH x AS (FROM system.main.\(call)) FROM x", "SELECT \(call)",
                        "SET VARIABLE x = (SELECT count(*) FROM \(call))",
                        "DESCRIBE FROM \(call)", "PIVOT (FROM \(call)) ON a USING count(*)",
                    ]
                }
                for sql in attempts {
                    tried += 1
                    run(sql, in: session)
                }
            }
        }
        #expect(tried > 5000)
        try expectNothingHappened(session, before)
    }

    @Test func noStatementChangesReadsOrReachesAnything() throws {
        let session = try ReadOnlySession(connection)
        let before = try snapshot()
        for sql in statements {
            let error = #expect(throws: DuckDBError.self, "\(sql)") {
                let stream = try session.stream(sql)
                while try stream.next() != nil {}
            }
            #expect(error?.message.contains(Self.canary) != true)
        }
        try expectNothingHappened(session, before)
    }

    @Test func noSettingCanBeChanged() throws {
        let session = try ReadOnlySession(connection)
        let settings = "SELECT name, value FROM duckdb_settings() ORDER BY ALL"
        let before = try connection.query(settings, [])
        for row in 0..<before.rowCount {
            let name = before[row, 0].stringValue ?? ""
            for value in ["true", "'\(scratch.path("file.csv"))'", "1"] {
                for sql in [
                    "SET \(name) = \(value)", "SET GLOBAL \(name) = \(value)",
                    "SET SESSION \(name) = \(value)", "PRAGMA \(name) = \(value)",
                    "PRAGMA \(name)(\(value))", "RESET \(name)", "PRAGMA \(name)",
                ] { run(sql, in: session) }
            }
        }
        let after = try connection.query(settings, [])
        #expect(
            (0..<after.rowCount).map { after[$0, 1] }
                == (0..<before.rowCount).map {
                    before[$0, 1]
                })
    }

    @Test func questionsAreAnswered() throws {
        let session = try ReadOnlySession(connection, functions: ["mine"])
        for sql in [
            "SELECT content FROM store.memory", "FROM store.memory", "VALUES (1)",
            "WITH x AS (SELECT 1) FROM x", "(SELECT 1) UNION ALL (SELECT 2)", "TABLE store.memory",
            "DESCRIBE store.memory", "SHOW ALL TABLES", "SHOW DATABASES", "SUMMARIZE store.memory",
            "PIVOT store.memory ON content USING sum(id)", "UNPIVOT store.memory ON id",
            "EXPLAIN SELECT 1", "EXPLAIN ANALYZE SELECT 1", "EXPLAIN (FORMAT json) SELECT 1",
            "PRAGMA table_info('store.memory')", "PRAGMA database_list", "PRAGMA version",
            "SELECT * FROM duckdb_tables()", "SELECT * FROM range(3), unnest([1, 2])",
            "SELECT * FROM query_table('store.memory')", "SELECT * FROM json_each('[1]')",
            "BEGIN", "SELECT 1", "COMMIT", "USE store", "SELECT count(*) FROM memory",
            "SET VARIABLE x = 40 + 2", "-- a comment\nSELECT getvariable('x')",
            "SELECT 'read_text(x)', 'query' AS glob",
            // More than fits in memory goes to the temporary directory.
            "SELECT count(*) FROM (SELECT range AS r, hash(range) FROM range(20000000) ORDER BY 2)",
        ] {
            var rows = 0
            let stream = try session.stream(sql)
            while let chunk = try stream.next() { rows += chunk.rowCount }
            #expect(rows > 0 || stream.columns.count < 2, "\(sql)")
        }
    }

    @Test func valuesAreBound() throws {
        let session = try ReadOnlySession(connection)
        let stream = try session.stream("SELECT ? || 'x'", [.string("1")])
        #expect(try stream.next()?.row(0) == [.string("1x")])
    }

    @Test func whatIsNamedMayBeReadAndNothingBeside() throws {
        let file = scratch.path("file.csv")
        try FileManager.default.createDirectory(
            at: scratch.url.appending(path: "open"), withIntermediateDirectories: false)
        try Data("hello".utf8).write(to: scratch.url.appending(path: "open/a.txt"))
        let session = try ReadOnlySession(connection, readable: [file, scratch.path("open")])
        let before = try snapshot()
        for sql in [
            "SELECT a FROM read_csv('\(file)')", "SELECT a FROM '\(file)'",
            "SELECT content FROM read_text('\(scratch.path("open/a.txt"))')",
            "SELECT * FROM glob('\(scratch.path("open"))/*')",
        ] {
            let stream = try session.stream(sql)
            #expect(try stream.next()?.rowCount == 1, "\(sql)")
        }
        for sql in [
            "FROM read_text('\(scratch.path("file.txt"))')",
            "FROM read_text('\(scratch.path("open/../file.txt"))')",
            "FROM glob('\(scratch.path("*"))')", "FROM read_csv('http://127.0.0.1:\(port)/a.csv')",
            "COPY (SELECT 1) TO '\(file)'", "FROM read_duckdb('\(scratch.path("store.duckdb"))')",
            "ATTACH '\(scratch.path("open/new.duckdb"))'",
        ] {
            #expect(throws: DuckDBError.self, "\(sql)") { try session.stream(sql).next() }
        }
        #expect(try snapshot() == before)
        #expect(throws: DuckDBError.self) {
            try ReadOnlySession(
                Database(path: nil).connect(), readable: [scratch.path("nowhere")])
        }
    }

    // MARK: What is tried

    private var arguments: [String] {
        let store = scratch.path("store.duckdb")
        let file = scratch.path("file.csv")
        let new = scratch.path("new.duckdb")
        return [
            "", "'\(file)'", "'\(store)'", "'\(store).wal'", "'store'", "'store.memory'",
            "'\(new)', 'x'", "'store', 'DELETE FROM memory'", "'SELECT * FROM ''\(file)'''",
            "'http://127.0.0.1:\(port)/x'", "'host=127.0.0.1 port=\(port)', 'public', 't'",
            "storage := 'file', storage_config := {'path': '\(new)'}", "['\(file)']", "1",
        ]
    }

    private var statements: [String] {
        let store = scratch.path("store.duckdb")
        let file = scratch.path("file.csv")
        let folder = scratch.url.path
        let new = scratch.path("new")
        return [
            "COPY (SELECT 1) TO '\(store)'", "COPY (SELECT 1) TO '\(store)' (USE_TMP_FILE false)",
            "COPY (SELECT 1) TO '\(store).wal'", "COPY (SELECT 1) TO '\(new)'",
            "COPY store.memory TO '\(new)' (FORMAT parquet)", "COPY (SELECT 1) TO '/dev/stdout'",
            "COPY store.memory FROM '\(file)'", "COPY FROM DATABASE store TO memory",
            "EXPLAIN COPY (SELECT 1) TO '\(new)'", "EXPLAIN ANALYZE COPY (SELECT 1) TO '\(new)'",
            "EXPLAIN (ANALYZE) COPY (SELECT 1) TO '\(new)'",
            "EXPLAIN ANALYZE DELETE FROM store.memory", "EXPLAIN EXPLAIN SELECT 1",
            "EXPLAIN ANALYZE CREATE TABLE t AS SELECT 1",
            "PREPARE p AS COPY (SELECT 1) TO '\(new)'", "EXECUTE p", "PREPARE q AS SELECT 1",
            "DETACH store", "DETACH DATABASE IF EXISTS store", "ATTACH '\(store)' AS w",
            "ATTACH OR REPLACE '\(store)' AS store", "ATTACH '\(new)'", "ATTACH ':memory:' AS m",
            "ATTACH 'host=127.0.0.1 port=\(port)' AS p (TYPE postgres)",
            "ATTACH 'http://127.0.0.1:\(port)/x.duckdb' AS h", "CALL postgres_attach('x')",
            "EXPORT DATABASE '\(new)'", "IMPORT DATABASE '\(folder)'",
            "PRAGMA import_database('\(folder)')", "INSTALL fts", "LOAD fts",
            "LOAD '\(file)'", "FORCE INSTALL fts FROM 'http://127.0.0.1:\(port)'",
            "UPDATE EXTENSIONS", "CREATE TABLE t (a INTEGER)", "CREATE TEMP TABLE t (a INTEGER)",
            "CREATE TABLE store.t (a INTEGER)", "CREATE VIEW v AS SELECT 1",
            "CREATE MACRO f() AS 1", "CREATE SCHEMA s", "CREATE SEQUENCE s", "CREATE TYPE e AS INT",
            "CREATE INDEX i ON store.memory (id)", "CREATE SECRET (TYPE s3)",
            "CREATE PERSISTENT SECRET x (TYPE http)", "DROP SECRET x", "DROP TABLE store.memory",
            "DROP SCHEMA store.main CASCADE", "ALTER TABLE store.memory ADD COLUMN x INTEGER",
            "INSERT INTO store.memory VALUES (2, 'x')", "UPDATE store.memory SET id = 2",
            "DELETE FROM store.memory", "TRUNCATE store.memory",
            "MERGE INTO store.memory USING (SELECT 1 AS id) s ON false WHEN NOT MATCHED THEN INSERT",
            "WITH x AS (SELECT 1) INSERT INTO store.memory SELECT 1, 'x'",
            "WITH x AS (SELECT 1) DELETE FROM store.memory",
            "CHECKPOINT", "FORCE CHECKPOINT store", "VACUUM", "VACUUM FULL", "ANALYZE",
            "COMMENT ON TABLE store.memory IS 'x'", "CALL enable_logging()",
            "CALL checkpoint('store')", "SET GLOBAL threads = 1", "SET TimeZone = 'UTC'",
            "SET enable_external_access = true", "RESET enable_external_access",
            "SET log_query_path = '\(new)'", "PRAGMA enable_logging",
            "PRAGMA profiling_output = '\(new)'", "PRAGMA enable_profiling",
            "PRAGMA create_fts_index('store.memory', 'id', 'content')",
            "FROM '\(file)'", "FROM '\(file)' LIMIT 0", "DESCRIBE '\(file)'",
            "SUMMARIZE '\(file)'", "FROM \"\(file)\"", "FROM query_table('\(file)')",
            "SELECT * FROM READ_TEXT('\(file)')", "SELECT * FROM read_text/**/('\(file)')",
            "SELECT * FROM \"read_text\" ('\(store)')", "FROM system.main.read_blob('\(store)')",
            "SELECT (SELECT count(*) FROM glob('\(folder)/*'))",
            "SELECT 1 LIMIT (SELECT count(*) FROM glob('\(folder)/*'))",
            "FROM query('FROM read_text(''\(store)'')')",
            "FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
            "PIVOT (FROM read_text('\(store)')) ON size", "SELECT 1; COPY (SELECT 1) TO '\(new)'",
            "SELECT 'pivot'; CREATE PERSISTENT SECRET x (TYPE http)",
            "SET VARIABLE x = (SELECT content FROM read_text('\(store)'))",
            "SELECT nextval('store.counter')", "SELECT write_log('x')", "SELECT getenv('HOME')",
            "FROM 'http://127.0.0.1:\(port)/a.csv'", "FROM 's3://b/a.parquet'",
            "SELECT 1 FROM enable_logging('x')", "", "-- nothing", "RELOAD", ".read \(file)",
        ]
    }

    // MARK: How it is looked at

    /// Runs it as far as it goes; a refusal is as good as an answer without the canary.
    private func run(_ sql: String, in session: ReadOnlySession) {
        do {
            let stream = try session.stream(sql)
            guard let chunk = try stream.next() else { return }
            for row in 0..<min(chunk.rowCount, 100) {
                for value in chunk.row(row) where "\(value)".contains(Self.canary) {
                    // A text that is handed over comes back; one of a file does not.
                    if !sql.contains(Self.canary) { Issue.record("\(sql) read a file") }
                }
            }
        } catch {
            let message = error.message
            #expect(!message.contains(Self.canary), "\(sql)")
        }
    }

    private func expectNothingHappened(_ session: ReadOnlySession, _ before: [String: Data]) throws
    {
        #expect(try snapshot() == before)
        #expect(accept(listener, nil, nil) < 0, "somebody connected")
        let stream = try session.stream("SELECT content FROM store.memory")
        #expect(try stream.next()?.row(0) == [.string("kept")])
    }

    /// Every file in the folder, byte for byte.
    private func snapshot() throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: scratch.url.path)
        where !name.hasPrefix("spill") {
            files[name] = FileManager.default.contents(atPath: scratch.path(name)) ?? Data()
        }
        return files
    }

    /// Listens on a free port without ever answering.
    private static func listen(_ descriptor: Int32) -> Int {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = bind(descriptor, address, length)
                _ = Foundation.listen(descriptor, 8)
                _ = getsockname(descriptor, address, &length)
            }
            return Int(UInt16(bigEndian: pointer.pointee.sin_port))
        }
    }
}
