import DuckDB
import JSON
import ModelServerTestSupport
import Testing

@testable import LanguageModels

@Suite struct SQLFunctionTests {
    let server: FaultyModelServer
    let functions: ModelFunctions
    let connection: Connection

    init() throws {
        server = try FaultyModelServer()
        var configuration = try server.configuration()
        configuration.embedsInProcess = false
        functions = ModelFunctions(gateway: Gateway(configuration))
        connection = try Database(path: nil).connect()
        try functions.register(on: connection)
    }

    func query(_ sql: String) async throws -> DuckDB.Result {
        let connection = connection
        return try await blocking { try connection.query(sql, []) }
    }

    func requests() async throws -> Int { try await server.report()["requests"]?.int ?? -1 }

    @Test(arguments: [
        ("llm_generate('hi')", "echo: hi"), ("llm_generate(NULL)", "NULL"),
        ("llm_generate('hi', NULL)", "echo: hi"),
        ("llm_generate('hi', {'model': 'other', 'temperature': 0.2, 'seed': 7})", "echo: hi"),
        ("llm_generate('hi', MAP {'max_tokens': '5', 'on_error': 'null'})", "echo: hi"),
        ("llm_generate_json('hi', '{\"type\":\"string\"}')", "\"echo: hi\""),
        (
            "llm_generate_json('hi', '{\"properties\":{\"a\":{\"type\":\"integer\"}}}'::JSON)",
            "{\"a\":1}"
        ),
        ("llm_try_generate('hi').value", "echo: hi"), ("llm_try_generate('hi').error", "NULL"),
        ("llm_try_generate(NULL).value", "NULL"),
        ("llm_classify('good day', ['joy', 'fear'])", "joy"),
        ("typeof(llm_embed('x'))", "FLOAT[8]"), ("llm_embed('x')[1] > 0", "true"),
        ("typeof(llm_generate_json('hi', 'true'))", "JSON"),
    ])
    func answers(_ expression: String, _ expected: String) async throws {
        let value = try await query("SELECT (\(expression))::VARCHAR").first
        #expect((value?.stringValue ?? "NULL") == expected)
    }

    @Test(arguments: [
        ("llm_generate('hi', {'modle': 'x'})", "there is no option 'modle'"),
        ("llm_generate('hi', {'temperature': 'hot'})", "temperature is a number from 0.0 to 2.0"),
        ("llm_generate('hi', {'provider': 'nobody'})", "there is no provider 'nobody'"),
        ("llm_generate('hi', 3)", "options are a STRUCT or a MAP"),
        ("llm_generate_json('hi', '{\"typ\": 1}')", "'typ' is not checked here"),
        ("llm_generate_json('hi', 'nonsense')", "the schema is not JSON"),
        ("llm_classify('hi', [])", "llm_classify needs labels"),
    ])
    func mistakesAreNamed(_ expression: String, _ message: String) async throws {
        let error = await #expect(throws: DuckDBError.self) {
            try await query("SELECT \(expression)")
        }
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
        #expect(try await requests() == 0)
    }

    @Test func planningAsksNothing() async throws {
        try await query("EXPLAIN SELECT llm_generate('hi') FROM range(10)").forEachChunk { _ in }
        let connection = connection
        try await blocking { _ = try connection.prepare("SELECT llm_generate('constant')") }
        #expect(try await requests() == 0)
    }

    /// 10,000 rows with 500 distinct prompts are 500 requests, however DuckDB runs the statement,
    /// and every answer belongs to the row that asked.
    @Test(arguments: [
        "SELECT p, llm_generate(p) AS a FROM prompts",
        "SELECT p, llm_generate(p) AS a FROM prompts WHERE llm_generate(p) LIKE 'echo%'",
        "SELECT p, llm_generate(p) AS a FROM prompts ORDER BY llm_generate(p), n",
        "SELECT p, a FROM (SELECT p, llm_generate(p) AS a FROM prompts) JOIN prompts USING (p)",
        "SELECT x.p, a FROM prompts x JOIN prompts y ON llm_generate(x.p) = llm_generate(y.p) "
            + "AND x.n = y.n, LATERAL (SELECT llm_generate(x.p) AS a)",
        "WITH c AS (SELECT p, llm_generate(p) AS a FROM prompts) "
            + "SELECT * FROM c UNION ALL SELECT * FROM c",
        "WITH c AS MATERIALIZED (SELECT p, llm_generate(p) AS a FROM prompts) "
            + "SELECT c.* FROM c JOIN c d USING (p)",
        "SELECT any_value(p) AS p, llm_generate(p) AS a FROM prompts GROUP BY llm_generate(p)",
        "SELECT p, CASE WHEN n % 2 = 0 THEN llm_generate(p) ELSE llm_generate(p) END AS a "
            + "FROM prompts",
        "SELECT p, llm_generate(p) AS a FROM prompts QUALIFY row_number() OVER "
            + "(PARTITION BY llm_generate(p) ORDER BY n) = 1",
    ])
    func distinctPromptsAreAskedOnce(_ sql: String) async throws {
        try await query(
            """
            CREATE TABLE prompts AS
            SELECT n, 'prompt number ' || (n * 7919 % 500) AS p FROM range(10000) t(n)
            """
        ).forEachChunk { _ in }
        let result = try await query(sql)
        #expect(result.rowCount >= 500)
        for (prompt, answer) in zip(try result.strings("p"), try result.strings("a")) {
            #expect(answer == prompt.map { "echo: " + $0 })
        }
        #expect(try await requests() == 500)
    }

    @Test func aScanInParallelAsksOnce() async throws {
        // More than one row group, so that several threads call at once.
        let result = try await query(
            """
            SELECT count(*) AS n, count(DISTINCT a) AS d FROM (
                SELECT llm_generate('number ' || n % 50) AS a FROM range(250000) t(n))
            """)
        #expect(result[0, "n"] == .int(250_000))
        #expect(result[0, "d"] == .int(50))
        #expect(try await requests() == 50)
    }

    @Test func failuresFollowTheirPolicy() async throws {
        try await server.control(["faults": ["missing": 1]])
        let error = await #expect(throws: DuckDBError.self) {
            try await query("SELECT llm_generate('hi')")
        }
        #expect(error?.message.contains("has no model 'echo'") == true)
        functions.run = functions.gateway.beginRun()
        let kept = try await query(
            """
            SELECT llm_generate('hi', {'on_error': 'null'}) AS a,
                llm_try_generate('hi').error AS e FROM range(1000)
            """)
        #expect(try kept.strings("a").allSatisfy { $0 == nil })
        #expect(try kept.strings("e").allSatisfy { $0?.hasPrefix("model missing:") == true })
        // The failure is remembered for the run: one question before, one now.
        #expect(try await requests() == 2)
        #expect(functions.run.failures.count == 1)
    }

    @Test func anInterruptEndsRequests() async throws {
        try await server.control(["faults": ["hang": 1]])
        let connection = connection
        async let outcome: Bool = blocking {
            do {
                try connection.query("SELECT llm_generate('wait ' || n) FROM range(100) t(n)", [])
                return false
            } catch let error as DuckDBError { return error.code == .interrupt }
        }
        while try await server.report()["most"]?.int != 16 {
            try await Task.sleep(for: .milliseconds(20))
        }
        connection.interrupt()
        #expect(try await outcome)
        while try await server.report()["gone"]?.int != 16 {
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// With two threads, three statements that wait for a model leave the others their own.
    @Test func otherStatementsGoOnWhileModelsAreAsked() async throws {
        try await server.control(["faults": ["hang": 1]])
        let database = connection.database
        try await query("SET threads = 2").forEachChunk { _ in }
        let waiting = try (0..<3).map { _ in try database.connect() }
        await withTaskGroup(of: Void.self) { group in
            for (number, connection) in waiting.enumerated() {
                group.addTask {
                    _ = try? await blocking {
                        try connection.query(
                            "SELECT llm_generate('\(number) ' || n) FROM range(300000) t(n)", [])
                    }
                }
            }
            group.addTask {
                do {
                    while try await server.report()["most"]?.int != 16 {
                        try await Task.sleep(for: .milliseconds(20))
                    }
                    for _ in 0..<10 {
                        let sum = try await query("SELECT sum(n) FROM range(1000000) t(n)").first
                        #expect(sum?.int64Value == 499_999_500_000)
                    }
                } catch { Issue.record(error) }
                for connection in waiting { connection.interrupt() }
            }
        }
    }

    @Test func noKeyIsShown() async throws {
        for fault in ["missing", "broken", "junk", "limited"] {
            try await server.control(["faults": [fault: 1]])
            functions.run = functions.gateway.beginRun()
            let result = try await query("SELECT llm_try_generate('hi \(fault)').error AS e")
            let text = try result.strings("e")[0] ?? ""
            #expect(!text.isEmpty && !text.contains("sk-secret"))
        }
        #expect(!String(reflecting: functions.gateway.configuration).contains("sk-secret"))
    }
}
