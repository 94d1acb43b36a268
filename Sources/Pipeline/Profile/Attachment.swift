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

    /// What the path of a DuckLake begins with.
    static let lakePrefix = "ducklake:"

    /// Whether it is a DuckLake, which DuckDB has an extension for.
    var isDuckLake: Bool { path.hasPrefix(Self.lakePrefix) || type?.lowercased() == "ducklake" }

    /// Whether it is a PostgreSQL server.
    var isPostgreSQL: Bool { server == "postgres" }

    /// What errors call it.
    var label: String { alias ?? Profile.databaseName(ofPath: path) }

    /// The statements that attach it. A password goes into a secret of this process, because
    /// everyone who can ask the database sees the text of an ATTACH.
    var statements: [String] {
        var path = path
        var secret = secret
        var first: [String] = []
        if let server, let (rest, password) = withoutPassword {
            path = rest
            if secret == nil {
                let name = "attached_\(label)"
                secret = name
                first = [
                    "CREATE OR REPLACE TEMPORARY SECRET \(quoted(name)) "
                        + "(TYPE \(server), PASSWORD \(literal(password)))"
                ]
            }
        }
        var sql = "ATTACH IF NOT EXISTS \(literal(path))"
        if let alias { sql += " AS \(quoted(alias))" }
        let options =
            [
                type.map { "TYPE \($0)" }, secret.map { "SECRET \(quoted($0))" },
                isReadOnly ? "READ_ONLY" : nil,
            ].compactMap(\.self) + options
        return first + [options.isEmpty ? sql : sql + " (\(options.joined(separator: ", ")))"]
    }

    /// The type of the secrets that its extension takes, where it attaches a server.
    private var server: String? {
        let named = type?.lowercased() ?? path.split(separator: ":").first.map { $0.lowercased() }
        return switch named {
        case "postgres", "postgres_scanner", "postgresql": "postgres"
        case "mysql", "mysql_scanner": "mysql"
        default: nil
        }
    }

    /// The path without its password, and the password.
    private var withoutPassword: (String, String)? {
        // `postgres:dbname=shop` names the extension first.
        let prefix =
            path.contains("://") ? "" : path.prefix { $0.isLetter } + (type == nil ? ":" : "")
        let rest = type == nil && path.hasPrefix(prefix) ? path.dropFirst(prefix.count) : path[...]
        guard var parts = ConnectionString(String(rest)), let password = parts.removePassword()
        else { return nil }
        return ((type == nil ? "\(server ?? ""):" : "") + parts.text, password)
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
        if let (_, password) = withoutPassword { text = text.replacing(password, with: "…") }
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
