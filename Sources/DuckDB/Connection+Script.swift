internal import CDuckDB
import Foundation

extension Connection {
    /// Runs a script: one statement or many, without values.
    ///
    /// The whole text is parsed first, so a syntax error runs nothing. The first statement that
    /// fails ends the script; the error carries its text and its number. What ran before it stays,
    /// unless the script or its caller has opened a transaction.
    public func execute(_ script: String) throws(DuckDBError) {
        try enter()
        defer { leave() }
        try Statement.checkText(script)
        let pieces = ScriptSplitter.statements(of: script)
        let isSingle = pieces.count < 2
        for (index, piece) in pieces.enumerated() {
            do {
                _ = try ExtractedStatements(piece, connection: self)
            } catch {
                throw error.at(sql: piece, statementNumber: isSingle ? nil : index + 1)
            }
        }
        for (index, piece) in pieces.enumerated() {
            do {
                try run(piece)
            } catch {
                throw error.at(sql: piece, statementNumber: isSingle ? nil : index + 1)
            }
        }
    }

    /// The answer of a statement that DuckDB makes several of, as of a PIVOT: that of the last.
    /// Nil for every other statement.
    func queryExpanded(_ sql: String) throws(DuckDBError) -> Result? {
        try Statement.checkText(sql)
        // Only these expand, and looking costs a second parse of the text.
        guard sql.range(of: "pivot", options: .caseInsensitive) != nil,
            ScriptSplitter.statements(of: sql).count == 1
        else { return nil }
        let extracted = try ExtractedStatements(sql, connection: self)
        guard extracted.count > 1 else { return nil }
        for index in 0..<extracted.count - 1 {
            try Statement(extracted, index: index, sql: sql, connection: self).run()
        }
        return try Statement(extracted, index: extracted.count - 1, sql: sql, connection: self)
            .query()
    }

    /// The answer, block by block, of one statement that DuckDB may make several of, as of a PIVOT:
    /// that of the last.
    public func stream(script sql: String) throws(DuckDBError) -> ResultStream {
        try streamLast(of: sql, []) { _ throws(DuckDBError) in }
    }

    /// The same, looking at each of the statements.
    ///
    /// - Parameter check: is given the type of each before it runs, and may refuse it.
    func streamLast(
        of sql: String, _ values: [Value],
        check: (duckdb_statement_type) throws(DuckDBError) -> Void
    ) throws(DuckDBError) -> ResultStream {
        try enter()
        defer { leave() }
        try Statement.checkText(sql)
        let extracted = try ExtractedStatements(sql, connection: self)
        for index in 0..<extracted.count {
            let statement = try Statement(extracted, index: index, sql: sql, connection: self)
            try check(statement.type)
            if index == extracted.count - 1 { return try statement.stream(values) }
            try statement.run()
        }
        throw DuckDBError(.parser, "there is no statement", sql: sql)
    }

    /// Throws what DuckDB's parser says about the text; runs nothing.
    func checkSyntax(of sql: String) throws(DuckDBError) {
        try enter()
        defer { leave() }
        _ = try ExtractedStatements(sql, connection: self)
    }

    /// One piece of a script; DuckDB may make several statements of it, as of a PIVOT.
    private func run(_ sql: String) throws(DuckDBError) {
        let extracted = try ExtractedStatements(sql, connection: self)
        for index in 0..<extracted.count {
            let statement = try Statement(extracted, index: index, sql: sql, connection: self)
            try statement.run()
        }
    }
}

/// Owns what DuckDB's parser made of a text.
final class ExtractedStatements {
    private(set) var raw: duckdb_extracted_statements?
    let count: Int

    /// The connection's lock is held.
    init(_ sql: String, connection: Connection) throws(DuckDBError) {
        count = Int(duckdb_extract_statements(connection.raw, sql, &raw))
        if count == 0, let text = duckdb_extract_statements_error(raw) {
            let error = DuckDBError.engine(nil, text, sql: sql)
            duckdb_destroy_extracted(&raw)
            throw error
        }
    }

    deinit { duckdb_destroy_extracted(&raw) }
}
