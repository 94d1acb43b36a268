public import PostgreSQL

/// A migration that failed: in which file, at which line, with what statement, and what stands now.
public struct MigrationFailure: Error, Sendable, CustomStringConvertible {
    public var label: String
    public var file: String
    /// Counted from 1: where the server says the mistake is, else where the statement begins.
    public var line: Int
    public var column: Int?
    /// Counted from 1.
    public var statement: Int
    public var sql: String
    public var error: PostgreSQLError
    /// What was kept of it, and of those before it.
    public var aftermath: String
    /// Sessions that may hold the lock that was waited for.
    public var others: [String] = []

    init(
        _ label: String, _ script: MigrationScript, _ statement: SQLStatement,
        _ error: PostgreSQLError, aftermath: String
    ) {
        self.label = label
        file = script.path
        let place = error.position.map(statement.place(ofCharacter:))
        line = place?.line ?? statement.line
        column = place?.column
        self.statement = statement.number
        sql = script.shown(statement)
        self.error = error
        self.aftermath = aftermath
    }

    public var description: String {
        var shown = error
        shown.statement = nil
        shown.position = nil
        let place = column.map { "\(file):\(line):\($0)" } ?? "\(file):\(line)"
        var text = "\(place): statement \(statement) failed: \(shown)"
        text += "\n  " + excerpt.joined(separator: "\n  ")
        if !others.isEmpty {
            text += "\nin a transaction at that moment: " + others.joined(separator: "; ")
        }
        return text + "\n" + aftermath
    }

    /// The statement's first lines. Literals may be values, so a statement that writes rows is cut.
    private var excerpt: [String] {
        let lines = sql.split(separator: "\n", omittingEmptySubsequences: false)
        let isLong = lines.count > 6
        return lines.prefix(isLong ? 5 : 6).map { String($0.prefix(160)) } + (isLong ? ["…"] : [])
    }
}
