import DuckDB
import Foundation
import ModelServerTestSupport
import Testing

@testable import LanguageModels

/// Every statement of docs/language-models.md runs.
@Test func theStatementsOfTheManualRun() async throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../docs/language-models.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    let blocks = text.components(separatedBy: "```sql\n").dropFirst().map {
        $0.components(separatedBy: "```")[0]
    }
    let statements = blocks.flatMap { ScriptSplitter.statements(of: $0) }
    #expect(statements.count >= 6)
    var configuration = try FaultyModelServer().configuration()
    configuration.embedsInProcess = false
    let functions = ModelFunctions(gateway: Gateway(configuration))
    let connection = try Database(path: nil).connect()
    try functions.register(on: connection)
    try await blocking {
        try connection.execute(
            """
            ATTACH ':memory:' AS source_memories;
            CREATE TABLE source_memories.memory AS
            SELECT i AS id, 'memory ' || i AS content FROM range(3) t(i)
            """)
        for statement in statements {
            #expect(try connection.query(statement, []).rowCount == 3, "\(statement)")
        }
    }
}
