/// What one direction of a migration runs.
public struct MigrationScript: Sendable, Hashable {
    public var path: String
    public var text: String
    public var script: SQLScript
    /// Whether it runs in one transaction; not where a comment says `-- dormouse: no-transaction`.
    public var isTransactional: Bool

    /// - Parameters:
    ///   - path: shown in errors.
    ///   - firstLine: the line of the file at which the text begins.
    init(_ text: String, path: String, isTransactional: Bool? = nil, firstLine: Int = 1)
        throws(SQLScriptError)
    {
        self.path = path
        self.text = text
        // Lines are counted in the file, also where a part of it is read.
        let padding = String(repeating: "\n", count: firstLine - 1)
        script = try SQLScript(padding + text, file: path)
        let mark = text.firstMatch(of: /(?m)^[ \t]*--[ \t]*dormouse:[ \t]*no-transaction\b/)
        self.isTransactional = isTransactional ?? (mark == nil)
    }

    /// Whether there is nothing to run: an empty file, or one of comments only.
    public var isEmpty: Bool { script.statements.isEmpty }
}
