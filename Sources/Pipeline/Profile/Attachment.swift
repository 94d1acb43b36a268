/// A further database of a profile, as it is attached.
public struct Attachment: Sendable, Hashable {
    /// The file, or what the extension takes in its place; may hold a password, so it is never
    /// printed.
    public let path: String
    /// The name of the database in SQL; without one DuckDB takes it from the file's name.
    public let alias: String?
    /// The extension that reads it; nil for DuckDB's own files.
    public let type: String?
    public let isReadOnly: Bool
    /// The name of the secret it is opened with.
    var secret: String?
    /// Further options of ATTACH, as SQL.
    var options: [String] = []
    /// The line of the profiles file.
    let line: Int
    let file: String

    /// What errors call it.
    var label: String { alias ?? Profile.databaseName(ofPath: path) }

    /// The statement that attaches it.
    var sql: String {
        var sql = "ATTACH IF NOT EXISTS \(literal(path))"
        if let alias { sql += " AS \(quoted(alias))" }
        let options =
            [
                type.map { "TYPE \($0)" }, secret.map { "SECRET \(quoted($0))" },
                isReadOnly ? "READ_ONLY" : nil,
            ].compactMap(\.self) + options
        return options.isEmpty ? sql : sql + " (\(options.joined(separator: ", ")))"
    }

    /// A message without the path and without the passwords inside it.
    func redact(_ message: String) -> String {
        var text = message.replacing(path, with: "…")
        // libpq quotes what it cannot read of the text.
        if ["connection info string", "connection string", "connection option", "URI"]
            .contains(where: text.contains)
        {
            text = text.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
                .map { $0 % 2 == 0 ? String($1) : "…" }.joined(separator: "\"")
        }
        for part in path.split(whereSeparator: { " ?&".contains($0) }) {
            guard let equals = part.firstIndex(of: "="), part.lowercased().hasPrefix("pass") else {
                continue
            }
            let secret = part[part.index(after: equals)...].filter { $0 != "'" }
            if !secret.isEmpty { text = text.replacing(secret, with: "…") }
        }
        // scheme://user:password@host
        if let at = path.lastIndex(of: "@"), let colon = path[..<at].lastIndex(of: ":") {
            let secret = path[path.index(after: colon)..<at]
            if !secret.isEmpty { text = text.replacing(secret, with: "…") }
        }
        return text
    }
}
