internal import DuckDB

/// A name as a quoted identifier.
func quoted(_ name: String) -> String { quoteIdentifier(name) }

/// A text as a string literal, for the statements that take no bound values (ATTACH, SET,
/// COMMENT).
func literal(_ text: String) -> String {
    "'" + text.replacing("\0", with: "").replacing("'", with: "''") + "'"
}

/// Whether a text is a plain word: letters, digits and underscores, not beginning with a digit.
func isPlainIdentifier(_ text: String) -> Bool {
    !text.isEmpty && text.first?.isNumber == false
        && text.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5a).contains($0) || (0x61...0x7a).contains($0)
                || $0 == 0x5f
        }
}
