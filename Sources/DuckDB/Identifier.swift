/// The name as a quoted SQL identifier: `say "hi"` becomes `"say ""hi"""`.
///
/// The only place that quotes identifiers. A NUL cannot be part of SQL text and is left out.
public func quoteIdentifier(_ name: String) -> String {
    "\"" + name.replacing("\0", with: "").replacing("\"", with: "\"\"") + "\""
}

/// Parts of a qualified name, each quoted and joined by dots: catalog, schema, table.
public func quoteIdentifier(_ parts: [String]) -> String {
    parts.map { quoteIdentifier($0) }.joined(separator: ".")
}
