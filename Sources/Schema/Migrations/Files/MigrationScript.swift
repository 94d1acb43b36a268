/// What one direction of a migration runs.
public struct MigrationScript: Sendable, Hashable {
    public var path: String
    public var text: String
    public var script: SQLScript
    /// Whether it runs in one transaction; not where a comment says `-- dormouse: no-transaction`.
    public var isTransactional: Bool

    /// The text as it stands in the file: without the values that were put into it.
    var source: String

    /// How far into ``script`` the text begins.
    let offset: Int

    /// - Parameters:
    ///   - path: shown in errors.
    ///   - firstLine: the line of the file at which the text begins.
    init(_ text: String, path: String, isTransactional: Bool? = nil, firstLine: Int = 1)
        throws(SQLScriptError)
    {
        self.path = path
        self.text = text
        source = text
        // Lines are counted in the file, also where a part of it is read.
        offset = firstLine - 1
        let padding = String(repeating: "\n", count: offset)
        script = try SQLScript(padding + text, file: path)
        if let isTransactional {
            self.isTransactional = isTransactional
        } else {
            self.isTransactional = try !Self.saysNoTransaction(text, path: path)
        }
    }

    private static func saysNoTransaction(_ text: String, path: String) throws(SQLScriptError)
        -> Bool
    {
        let lines = SourceLines(text)
        let marks = lines.lines.indices.filter {
            guard let comment = lines.comment($0), comment.contains("no-transaction") else {
                return false
            }
            return comment.prefixMatch(of: /-- ?dormouse: ?no-transaction\b/) != nil
        }
        guard !marks.isEmpty else { return false }
        let opaque = try OpaqueLines(lines, file: path)
        return marks.contains { !opaque.contains($0) }
    }

    /// A statement as it is shown: where values were put into the text, as it stands in the file.
    /// They may be passwords.
    public func shown(_ statement: SQLStatement) -> String {
        guard source != text else { return statement.text }
        let lines = SourceLines(source).texts
        let first = statement.line - 1 - offset
        let count = SourceLines(statement.text).lines.count
        guard first >= 0, first < lines.count else { return "" }
        return lines[first..<min(first + count, lines.count)].joined(separator: "\n")
    }

    /// Whether none of its statements can run in a transaction.
    var needsNoTransaction: Bool {
        !isEmpty && script.statements.allSatisfy(\.mustRunOutsideTransaction)
    }

    /// The statements to run in a transaction: without the `BEGIN` and `COMMIT` that a file has
    /// around all of them.
    public var transactionalStatements: ArraySlice<SQLStatement> {
        let all = script.statements[...]
        guard all.count >= 2, let first = all.first, let last = all.last,
            first.tokens.allSatisfy({ ["begin", "start", "transaction", "work"].contains($0.word) }
            ),
            first.controlsTransaction, last.controlsTransaction,
            ["commit", "end"].contains(last.tokens.first?.word),
            last.tokens.dropFirst().allSatisfy({ ["transaction", "work"].contains($0.word) })
        else { return all }
        return all.dropFirst().dropLast()
    }

    /// Whether there is nothing to run: an empty file, or one of comments only.
    public var isEmpty: Bool { script.statements.isEmpty }
}
