import Foundation
import JSON
import PostgreSQLTestSupport
import Testing

@testable import dormouse

/// The program with `POSTGRES_DB_URL`: every command works, and no password is shown.
@Suite(.enabled(if: TestServer.isInstalled(.tls), "there is no PostgreSQL server here"))
struct ServerCommandTests {
    @Test func everyCommandWorksOnAServer() throws {
        let home = try CommandHome()
        let database = try TestDatabase(.tls)
        let environment = ["POSTGRES_DB_URL": database.url]
        func run(_ arguments: String...) throws -> String {
            let result = try home.start(
                CommandHome.program, arguments, environment: environment
            ).wait()
            #expect(result.code == 0, "\(arguments): \(result.errors)")
            for secret in ["p@ss", "p%40ss"] {
                #expect(!result.output.contains(secret) && !result.errors.contains(secret))
            }
            return result.output
        }
        #expect(try run("init").contains("memories are kept in postgres://postgres@127.0.0.1"))
        let told = try run("remember", "Ada moved to Lisbon", "--speaker", "Ada")
        let id = told.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(try run("remember", "The lemon tree has its first flower").count > 30)
        #expect(try run("sleep").contains("2 new memories"))
        #expect(try run("recall", "Where does Ada live?").contains("Lisbon"))
        #expect(try run("show", id).contains("strength"))
        let stats = try JSON.parse(try run("stats", "--json"))
        #expect(stats["memories"]?.int == 2)
        #expect(stats["kept_in"]?.string?.hasPrefix("postgres://postgres@127.0.0.1") == true)
        let lines = try run("export")
        let file = try home.write("export.jsonl", lines)
        #expect(try run("import", file).contains("2 known already"))
        let receipt = try home.write("receipt.json", try run("forget", id, "--yes", "--json"))
        #expect(try run("forget", "--verify", receipt).contains("verified"))
        #expect(try run("export").split(separator: "\n").count == 1)
    }

    @Test func sqlReadsTheMemoriesOfAServerAndNeverChangesThem() throws {
        let home = try CommandHome()
        let database = try TestDatabase(.tls)
        func run(_ arguments: String...) throws -> CommandHome.Result {
            try home.start(
                CommandHome.program, arguments,
                environment: [
                    "POSTGRES_DB_URL": database.url, "OPENAI_MODEL": "none",
                    "OPENAI_BASE_URL": "http://127.0.0.1:1/v1",
                ]
            ).wait()
        }
        let content = "SELECT content FROM source_memories.memory ORDER BY 1"
        let empty = try run("sql", content)
        #expect(empty.code == 1 && empty.errors.contains("dormouse init"))
        #expect(try run("remember", "Ada moved to Lisbon", "--speaker", "Ada").code == 0)
        #expect(try run("sql", content).lines.last == "Ada moved to Lisbon")
        #expect(try run("sleep", "--no-model").code == 0)
        let joined = """
            SELECT m.speaker, llm_try_generate(m.content, {'timeout': 1}).error IS NULL AS answered
            FROM source_memories.memory m JOIN stg_memories s ON s.memory_id = m.id
            """
        #expect(try run("sql", joined, "--format", "csv").output == "speaker,answered\nAda,false\n")
        let change = "UPDATE source_memories.memory SET speaker = 'Eve'"
        let drop = "CALL postgres_execute('source_memories', 'DROP TABLE dormouse.memory')"
        for statement in [
            change, drop, "SELECT * FROM postgres_query('source_memories', 'SELECT 1')",
            "ATTACH '' AS again (TYPE postgres, SECRET source_memories_secret)",
        ] {
            #expect(try run("sql", statement).code == 1, "\(statement)")
        }
        #expect(try run("sql", "SELECT speaker FROM source_memories.memory").lines.last == "Ada")
        for statement in [change, drop] {
            let refused = try run("sql", "--write", statement)
            #expect(refused.code == 1 && refused.errors.contains("never edited"))
        }
        #expect(try run("sql", "SELECT speaker FROM source_memories.memory").lines.last == "Ada")
        let shown = try run(
            "sql", "FROM duckdb_databases(); FROM duckdb_secrets(); FROM duckdb_settings()",
            "--json")
        #expect(shown.code == 0 && !shown.output.contains("p@ss"))
    }

    @Test func aServerThatIsNotThereIsSaid() throws {
        let home = try CommandHome()
        let result = try home.start(
            CommandHome.program, ["stats"],
            environment: ["POSTGRES_DB_URL": "postgres://ada:hidden@127.0.0.1:1/none"]
        ).wait()
        #expect(result.code == 1)
        #expect(result.errors.contains("postgres://ada@127.0.0.1:1/none cannot be reached"))
        #expect(!result.errors.contains("hidden"))
    }
}
