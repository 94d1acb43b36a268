import JSON
import PostgreSQL
import PostgreSQLTestSupport
import Settings
import Synchronization
import Testing

@testable import Endpoints

@Suite(
    "What endpoints ask of PostgreSQL",
    .enabled(if: TestServer.isInstalled(), Comment(rawValue: TestServer.missing)))
struct EndpointDatabaseTests {
    private let database: TestDatabase

    init() throws {
        database = try TestDatabase()
        let owner = try database.connect()
        try owner.execute(
            script: """
                CREATE TABLE thing (id int PRIMARY KEY, name text, at timestamptz, tags text[], j jsonb);
                INSERT INTO thing SELECT n, 'thing ' || n, '2026-03-01', ARRAY['a'], '{"k": 1}'
                FROM generate_series(1, 20) n;
                CREATE FUNCTION writes() RETURNS int LANGUAGE sql AS
                    'INSERT INTO thing (id) VALUES (1000) RETURNING id';
                CREATE VIEW behind AS SELECT writes() AS n;
                CREATE VIEW behind_that AS SELECT b.n FROM thing t, behind b;
                CREATE VIEW "Odd view" AS SELECT n FROM behind_that WHERE n > 0;
                CREATE VIEW locking AS SELECT pg_advisory_lock(7) IS NULL AS locked;
                CREATE VIEW shows AS SELECT id, random() > 2 AS never FROM thing;
                CREATE FUNCTION hides() RETURNS int LANGUAGE plpgsql STABLE AS
                    $$ BEGIN DELETE FROM thing; RETURN 1; END $$;
                CREATE FUNCTION picky(n int) RETURNS int LANGUAGE plpgsql STABLE AS
                    $$ BEGIN IF n > 5 THEN RAISE EXCEPTION 'n is %, at most 5', n; END IF; RETURN n; END $$;
                """)
        owner.close()
    }

    private func open(
        _ queries: String, more: String = "", embed: EndpointDatabase.Embedder? = nil,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) throws -> EndpointDatabase {
        let indented = queries.split(separator: "\n", omittingEmptySubsequences: false)
            .map { "    " + $0 }.joined(separator: "\n")
        let text = "endpoints:\n  database: \(database.url)\n\(more)  queries:\n\(indented)\n"
        let file = try SettingsFile(text: text, sections: ["endpoints"], environment: [:])
        return try EndpointDatabase(try EndpointConfiguration(file), embed: embed, now: now)
    }

    @Test("rows come as JSON, with values bound and never spliced, up to the limit")
    func rows() async throws {
        let asked = try open(
            """
            find:
              sql: SELECT id, name, at, tags, j FROM thing WHERE name = :q OR :q = 'all' ORDER BY id
              rows: 5
              parameters: {q: {type: text, required: true}}
            """)
        let columns = try await asked.check()["find"]
        #expect(columns?.map(\.name) == ["id", "name", "at", "tags", "j"])
        #expect(columns?[0].schema == ["type": ["integer", "null"]])
        let find = try asked.endpoint(named: "find")
        let one = try await asked.ask(find, ["q": "thing 7"])
        #expect(one.rows.count == 1 && !one.hasMore)
        #expect(one.rows[0]["id"] == 7 && one.rows[0]["j"]?["k"] == 1)
        #expect(one.rows[0]["tags"] == ["a"])
        let all = try await asked.ask(find, ["q": "all"])
        #expect(all.rows.count == 5 && all.hasMore)
        let hostile = try await asked.ask(find, ["q": "'; DROP TABLE thing; --"])
        #expect(hostile.rows.isEmpty)
        #expect(try await asked.ask(find, ["q": "thing 1"]).rows.count == 1)
        await asked.close()
    }

    @Test(
        "SQL that writes is refused by the endpoint's name, however it is dressed",
        arguments: [
            "WITH gone AS (DELETE FROM thing RETURNING id) SELECT * FROM gone",
            "WITH x AS (INSERT INTO thing VALUES (99) RETURNING id) SELECT id FROM x",
            "SELECT writes() AS x", "SELECT public.writes() AS x",
            "SELECT n FROM behind", "SELECT x.n FROM public.behind_that AS x", "TABLE behind",
            "SELECT locked FROM locking", "SELECT n FROM \"Odd view\"",
            "SELECT id FROM thing FOR UPDATE",
            "SELECT * INTO other FROM thing", "SELECT nextval('a') AS x",
            "SELECT set_config('transaction_read_only', 'off', false) AS x",
            "SELECT pg_sleep(1)", "SELECT pg_terminate_backend(1) AS x",
            "SELECT lo_create(0) AS x", "SELECT 1 AS a, 2 AS a", "SELECT nobody FROM thing",
            "SELECT 1) AS a; DELETE FROM thing; SELECT * FROM (SELECT 1",
        ])
    func writing(sql: String) async throws {
        let told: String
        do {
            let asked = try open("bad-one:\n  sql: \(JSON.string(sql).text())")
            _ = try await asked.check()
            told = "it was taken"
        } catch { told = String(describing: error) }
        #expect(told.contains("'bad-one'"), "\(told)")
    }

    @Test("views that only show are read, and so are PostgreSQL's own")
    func showing() async throws {
        let asked = try open(
            """
            shown:
              sql: SELECT id FROM shows WHERE NOT never ORDER BY id
            tables:
              sql: SELECT tablename FROM pg_tables WHERE schemaname = 'public'
            locks:
              sql: SELECT count(*) AS n FROM pg_locks
            """)
        _ = try await asked.check()
        let shown = try asked.endpoint(named: "shown")
        #expect(try await asked.ask(shown, [:]).rows.count == 20)
        let tables = try asked.endpoint(named: "tables")
        #expect(try await asked.ask(tables, [:]).rows == [["tablename": "thing"]])
        await asked.close()
    }

    @Test("who asks without a check before is refused as well")
    func unchecked() async throws {
        let asked = try open("bad-one:\n  sql: SELECT set_config('role', 'none', false) AS x")
        let endpoint = try asked.endpoint(named: "bad-one")
        let error = await #expect(throws: EndpointError.self) {
            try await asked.ask(endpoint, [:])
        }
        #expect(error?.code == .failed && error?.cause?.contains("set_config") == true)
        await asked.close()
    }

    @Test("a function that hides what it writes fails when it is asked, and nothing is written")
    func hidden() async throws {
        let asked = try open(
            "x:\n  sql: SELECT hides() AS n\ny:\n  sql: SELECT count(*) AS n FROM thing")
        _ = try await asked.check()
        let x = try asked.endpoint(named: "x")
        let error = await #expect(throws: EndpointError.self) { try await asked.ask(x, [:]) }
        #expect(error?.code == .failed)
        let y = try asked.endpoint(named: "y")
        #expect(try await asked.ask(y, [:]).rows == [["n": 20]])
        await asked.close()
    }

    @Test("what a function says of a value reaches who asked; a time that is over is said")
    func errors() async throws {
        let asked = try open(
            """
            picky:
              sql: SELECT picky((:n)::int) AS n
              parameters: {n: {type: integer}}
            slow:
              timeout: 50ms
              sql: SELECT count(*) AS n FROM generate_series(1, 2000000000)
            """)
        let picky = try asked.endpoint(named: "picky")
        let refused = await #expect(throws: EndpointError.self) {
            try await asked.ask(picky, ["n": 6])
        }
        #expect(refused?.code == .badParameter)
        #expect(refused?.message.contains("n is 6, at most 5") == true)
        let slow = try asked.endpoint(named: "slow")
        let late = await #expect(throws: EndpointError.self) { try await asked.ask(slow, [:]) }
        #expect(late?.code == .timedOut)
        #expect(try await asked.ask(picky, ["n": 5]).rows == [["n": 5]])
        await asked.close()
    }

    @Test("an answer that is kept is given again until its time is over")
    func caching() async throws {
        let clock = Mutex(ContinuousClock.now)
        let asked = try open(
            """
            count:
              sql: SELECT count(*) AS n FROM thing WHERE id > :from
              cache: 30s
              parameters: {from: {type: integer, default: 0}}
            """, now: { clock.withLock { $0 } })
        let count = try asked.endpoint(named: "count")
        #expect(try await asked.ask(count, [:]).rows == [["n": 20]])
        let owner = try database.connect()
        try owner.query("DELETE FROM thing WHERE id = 20")
        let again = try await asked.ask(count, ["from": 0])
        #expect(again.rows == [["n": 20]] && again.isCached)
        #expect(try await asked.ask(count, ["from": 1]).rows == [["n": 18]])
        clock.withLock { $0 += .seconds(31) }
        let later = try await asked.ask(count, [:])
        #expect(later.rows == [["n": 19]] && !later.isCached)
        owner.close()
        await asked.close()
    }

    @Test("questions are asked as the role that is named, with the settings of the endpoint")
    func roles() async throws {
        let owner = try database.connect()
        let role = "asker_" + database.name
        try owner.query("CREATE ROLE \(identifier: role)")
        let asked = try open(
            """
            who:
              sql: SELECT current_user::text AS who, current_setting('work_mem') AS memory
              settings: {work_mem: 7MB}
            thing:
              sql: SELECT id FROM thing
            """, more: "  role: \(role)\n")
        let who = try asked.endpoint(named: "who")
        #expect(
            try await asked.ask(who, [:]).rows == [["who": .string(role), "memory": "7MB"]])
        let thing = try asked.endpoint(named: "thing")
        let refused = await #expect(throws: EndpointError.self) {
            try await asked.ask(thing, [:])
        }
        #expect(refused?.code == .failed && refused?.cause?.contains("permission") == true)
        await asked.close()
        owner.close()
    }

    @Test("a database that is not there is said to be away, without its password")
    func away() async throws {
        let text = """
            endpoints:
              database: postgres://me:s3cret@127.0.0.1:1/x
              queries: {one: {sql: SELECT 1 AS n}}
            """
        let file = try SettingsFile(text: text, sections: ["endpoints"], environment: [:])
        let asked = try EndpointDatabase(try EndpointConfiguration(file), embed: nil)
        let error = await #expect(throws: EndpointError.self) { try await asked.check() }
        #expect(error?.code == .unavailable)
        #expect(String(describing: error).contains("s3cret") == false)
        await asked.close()
    }
}

@Suite(
    "Endpoints over vectors",
    .enabled(if: TestServer.isInstalled(), Comment(rawValue: TestServer.missing)))
struct EndpointVectorTests {
    @Test("a text becomes a vector that is filled up; one of another length is refused by name")
    func vectors() async throws {
        let database = try TestDatabase(extensions: ["vector"])
        let owner = try database.connect()
        try owner.execute(
            script: """
                CREATE TABLE place (name text, at vector(4));
                INSERT INTO place VALUES ('x', '[1,0,0,0]'), ('y', '[0,1,0,0]');
                """)
        owner.close()
        let text = """
            endpoints:
              database: \(database.url)
              queries:
                near:
                  sql: SELECT name FROM place WHERE :q <> '' ORDER BY at <=> :v LIMIT 1
                  parameters:
                    q: {type: text, required: true}
                    v: {type: embedding, of: q, dimensions: 4}
                at:
                  sql: SELECT name FROM place ORDER BY at <=> :v LIMIT 1
                  parameters: {v: {type: vector, dimensions: 4, required: true}}
            """
        let file = try SettingsFile(text: text, sections: ["endpoints"], environment: [:])
        let asked = try EndpointDatabase(try EndpointConfiguration(file)) { text in
            text == "up" ? [0, 1] : [1, 0]
        }
        _ = try await asked.check()
        let near = try asked.endpoint(named: "near")
        #expect(near.asked.map(\.name) == ["q"])
        #expect(try await asked.ask(near, ["q": "up"]).rows == [["name": "y"]])
        let at = try asked.endpoint(named: "at")
        #expect(try await asked.ask(at, ["v": [1, 0, 0, 0]]).rows == [["name": "x"]])
        let short = await #expect(throws: EndpointError.self) {
            try await asked.ask(at, ["v": [1, 0, 0]])
        }
        #expect(short?.message == "v must be a list of 4 finite numbers, not of 3")
        await asked.close()
    }
}
