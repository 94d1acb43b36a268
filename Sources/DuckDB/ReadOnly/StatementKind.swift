internal import CDuckDB

/// What a statement of a read-only session is for, as its first word says. A word that is not
/// known to be harmless is refused.
enum StatementKind: Sendable {
    /// `SELECT`, `FROM`, `WITH`, `VALUES`, `DESCRIBE`, `SHOW`, `SUMMARIZE`, `PIVOT`….
    case question
    /// `EXPLAIN`, with the statement that is explained. `EXPLAIN ANALYZE` runs it.
    case explanation(of: String)
    /// `PRAGMA table_info('t')` and its like, which only tell.
    case pragma
    /// `SET VARIABLE`, for `getvariable`.
    case variable
    /// `USE`
    case use
    /// `BEGIN`, `COMMIT`, `ROLLBACK`
    case transaction

    init(of sql: String) throws(DuckDBError) {
        switch ScriptSplitter.firstWord(of: sql) {
        case "select", "from", "with", "values", "table", "describe", "desc", "show", "summarize",
            "pivot", "pivot_wider", "pivot_longer", "unpivot":
            self = .question
        case "explain":
            guard let inner = Self.explained(by: sql) else { throw Self.refusal(of: sql) }
            // An explanation of an explanation tells nothing.
            guard case .question = try StatementKind(of: inner) else {
                throw Self.refusal(of: inner)
            }
            self = .explanation(of: inner)
        case "pragma":
            guard Self.isTellingPragma(sql) else { throw Self.refusal(of: sql) }
            self = .pragma
        case "set":
            guard sql.wholeMatch(of: /(?is)\s*set\s+variable\s+\w+\s*(=|to\b).*/) != nil else {
                throw Self.refusal(of: sql)
            }
            self = .variable
        case "use": self = .use
        case "begin", "start", "commit", "rollback", "end", "abort": self = .transaction
        default: throw Self.refusal(of: sql)
        }
    }

    /// Whether what DuckDB's parser made of the text is of this kind too.
    func allows(_ type: duckdb_statement_type, isPivot: Bool) -> Bool {
        switch self {
        case .question:
            // A PIVOT makes the type of its columns first.
            type == DUCKDB_STATEMENT_TYPE_SELECT
                || (isPivot
                    && [DUCKDB_STATEMENT_TYPE_CREATE, DUCKDB_STATEMENT_TYPE_DROP].contains(type))
        case .explanation: type == DUCKDB_STATEMENT_TYPE_EXPLAIN
        case .pragma:
            [DUCKDB_STATEMENT_TYPE_PRAGMA, DUCKDB_STATEMENT_TYPE_SELECT].contains(type)
        case .variable, .use:
            [DUCKDB_STATEMENT_TYPE_SET, DUCKDB_STATEMENT_TYPE_VARIABLE_SET].contains(type)
        case .transaction: type == DUCKDB_STATEMENT_TYPE_TRANSACTION
        }
    }

    static func refusal(of sql: String) -> DuckDBError {
        let word = ScriptSplitter.firstWord(of: sql).uppercased()
        return DuckDBError(
            .readOnly,
            "\(word.isEmpty ? "this" : word) is refused: this session only reads. "
                + "SELECT, DESCRIBE, SHOW, SUMMARIZE, EXPLAIN, SET VARIABLE and USE are allowed",
            sql: sql)
    }

    private static func explained(by sql: String) -> String? {
        guard
            let match = sql.wholeMatch(
                of: /(?is)\s*explain(?:\s+analyze)?(?:\s*\([^()'"]*\))?(?=[\s(])\s*(.+)/)
        else { return nil }
        return String(match.1)
    }

    private static func isTellingPragma(_ sql: String) -> Bool {
        guard
            let match = sql.wholeMatch(
                of: /(?is)\s*pragma\s+(\w+)\s*(?:\(\s*(?:'[^']*'|"[^"]*"|[\w.]+)\s*\))?\s*/)
        else { return false }
        return tellingPragmas.contains(match.1.lowercased())
    }

    private static let tellingPragmas: Set<String> = [
        "collations", "database_list", "database_size", "functions", "platform", "show",
        "show_databases", "show_tables", "show_tables_expanded", "storage_info", "table_info",
        "user_agent", "version",
    ]
}
