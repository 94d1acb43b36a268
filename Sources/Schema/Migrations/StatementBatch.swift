/// Statements that follow one another and are sent together: many rows, each written by an INSERT of
/// its own, take a journey to the server each otherwise.
struct StatementBatch {
    private(set) var statements: [SQLStatement] = []
    private var bytes = 0

    /// Whether it is worth it.
    var isOneGo: Bool { statements.count >= 4 && statements.allSatisfy(Self.writesRows) }

    /// As one script.
    var text: String { statements.map(\.text).joined(separator: ";\n") }

    private static let limit = (statements: 1000, bytes: 1 << 18)

    /// In order: a statement that is not an INSERT is by itself.
    static func all(_ statements: ArraySlice<SQLStatement>) -> [Self] {
        var batches: [Self] = []
        var batch = Self()
        for statement in statements {
            let isAlone = !writesRows(statement)
            if isAlone || batch.statements.count >= limit.statements || batch.bytes >= limit.bytes {
                if !batch.statements.isEmpty { batches.append(batch) }
                batch = Self()
            }
            batch.statements.append(statement)
            batch.bytes += statement.text.utf8.count
            if isAlone {
                batches.append(batch)
                batch = Self()
            }
        }
        if !batch.statements.isEmpty { batches.append(batch) }
        return batches
    }

    private static func writesRows(_ statement: SQLStatement) -> Bool {
        statement.tokens.first?.word == "insert"
    }
}
