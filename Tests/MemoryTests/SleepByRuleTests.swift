import DuckDB
import Foundation
import Testing

@testable import Memory

@Suite struct SleepByRuleTests {
    /// The tables of a sleep on the journal as they were before there were language models: name,
    /// rows and SHA-256 of the rows, and the columns they had.
    private static let recorded = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures/sleep-by-rule.tsv")

    @Test func withoutALanguageModelEveryTableIsWhatItWas() throws {
        let home = try TemporaryHome(now: "2026-05-04T08:00:00Z")
        let engine = try SleptJournal.told(home)
        _ = try engine.sleep(SleepRequest())
        let lines = try String(contentsOf: Self.recorded, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 19)
        for line in lines {
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
            let found = try engine.digest(of: String(parts[0]), columns: String(parts[2]))
            #expect(found == String(parts[1]), "\(parts[0])")
        }
    }
}

extension MemoryEngine {
    /// The number of rows of a derived table and a hash of some of its columns.
    func digest(of table: String, columns: String) throws -> String? {
        let list = columns.split(separator: ",").map { column in
            "\(identifier: String(column))" as SQL
        }
        return try connection.query(
            """
            SELECT count(*) || ' ' || coalesce(sha256(string_agg(line, chr(10) ORDER BY line)), '')
            FROM (
                SELECT t::VARCHAR AS line
                FROM (SELECT \(SQL.join(list, separator: ", ")) FROM \(identifier: table)) AS t)
            """
        ).first?.stringValue
    }
}
