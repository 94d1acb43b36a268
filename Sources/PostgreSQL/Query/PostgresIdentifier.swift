/// Names in SQL.
public enum PostgresIdentifier {
    /// The name as a quoted identifier: `say "hi"` becomes `"say ""hi"""`.
    ///
    /// The only place that quotes identifiers. A NUL cannot be part of SQL text and is left out.
    public static func quote(_ name: String) -> String {
        "\"" + name.replacing("\0", with: "").replacing("\"", with: "\"\"") + "\""
    }

    /// Parts of a qualified name (schema, table), each quoted and joined by dots.
    public static func quote(_ parts: [String]) -> String {
        parts.map { quote($0) }.joined(separator: ".")
    }

    /// The text as a literal, for the few statements that take no parameters (`SET`, `CREATE
    /// ROLE … PASSWORD`). Everywhere else bind it.
    public static func literal(_ text: String) -> String {
        let body = text.replacing("\0", with: "").replacing("'", with: "''")
        return body.contains("\\") ? "E'" + body.replacing("\\", with: "\\\\") + "'" : "'\(body)'"
    }
}
