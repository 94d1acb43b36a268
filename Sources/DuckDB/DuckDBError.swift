/// An error of the engine or of this wrapper, with a code to switch on.
///
/// `message` is what DuckDB said, in full: it may repeat values of a query or of a table.
/// `description` is made for logs: values that were bound, and the quoted values of conversion and
/// constraint errors, are replaced by `…`.
public struct DuckDBError: Error, Sendable, Hashable {
    public let code: Code
    /// The whole message, with whatever values DuckDB put in it.
    public let message: String
    /// The statement that failed, without its bound values.
    public let sql: String?
    /// Which statement of a script failed, counted from 1; nil outside of `execute`.
    public let statementNumber: Int?
    private let shownMessage: String

    init(
        _ code: Code, _ message: String, sql: String? = nil, statementNumber: Int? = nil,
        hiding values: [Value] = []
    ) {
        self.code = code
        self.message = message
        self.sql = sql
        self.statementNumber = statementNumber
        self.shownMessage = Redaction.message(message, code: code, values: values)
    }

    private init(_ other: DuckDBError, sql: String?, statementNumber: Int?) {
        code = other.code
        message = other.message
        shownMessage = other.shownMessage
        self.sql = sql
        self.statementNumber = statementNumber
    }

    /// The same error, naming the statement it came from.
    func at(sql: String, statementNumber: Int? = nil) -> DuckDBError {
        DuckDBError(self, sql: sql, statementNumber: statementNumber ?? self.statementNumber)
    }

    /// Whether the same work may succeed when it is simply tried again: two transactions wrote the
    /// same rows, or another process holds the file for now.
    public var isRetryable: Bool { code == .conflict || code == .locked }
}

extension DuckDBError: CustomStringConvertible {
    public var description: String {
        var text = "\(code.rawValue): \(shownMessage)"
        if let statementNumber { text += "\nin statement \(statementNumber)" }
        if let sql {
            text += statementNumber == nil ? "\nin: " : ": "
            text += Redaction.sql(sql)
        }
        return text
    }
}
