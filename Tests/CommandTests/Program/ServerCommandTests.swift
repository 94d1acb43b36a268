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
