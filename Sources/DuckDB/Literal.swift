/// Text as a quoted SQL literal, for the few statements that take no bound values (ATTACH, SET,
/// COPY … TO). Everywhere else bind the value. A NUL cannot be part of SQL text and is left out.
public func quoteLiteral(_ text: String) -> String {
    "'" + text.replacing("\0", with: "").replacing("'", with: "''") + "'"
}
