/// An error of the server or of this library, with a code to switch on.
///
/// `message` and `detail` are what the server said, in full: they may repeat values of a statement
/// or of a table. `description` is made for logs: what the server quotes is replaced by `…`.
public struct PostgreSQLError: Error, Sendable, Hashable {
    public let code: Code
    /// The five characters of the SQL standard, where the server sent them.
    public var sqlState: String?
    public var message: String
    public var detail: String?
    public var hint: String?
    /// Where in the statement, counted in characters from 1.
    public var position: Int?
    /// Where in functions and triggers it happened.
    public var context: String?
    public var schema: String?
    public var table: String?
    public var column: String?
    public var dataType: String?
    public var constraint: String?
    /// The statement that failed, without its bound values.
    public var statement: String?

    public init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    /// Whether the same transaction may succeed when it is simply tried again.
    public var isRetryable: Bool {
        code == .serializationFailure || code == .deadlock || code == .lockNotAvailable
    }

    /// Whether the server cannot be reached for now or the connection is gone.
    public var isConnectionFailure: Bool {
        switch code {
        case .hostUnreachable, .connectionRefused, .hostNotFound, .connectTimeout,
            .connectionLost, .serverShutdown, .serverNotReady, .tooManyConnections, .closed,
            .connectionFailed, .commitOutcomeUnknown:
            true
        default: false
        }
    }

    func with(statement: String?) -> Self {
        var error = self
        error.statement = error.statement ?? statement
        return error
    }
}

extension PostgreSQLError: CustomStringConvertible {
    public var description: String {
        var text = code.rawValue
        if let sqlState { text += " (\(sqlState))" }
        text += ": " + shown(message)
        if let detail { text += "\ndetail: " + shown(detail) }
        if let hint { text += "\nhint: " + hint }
        if let statement {
            text += "\nin: " + Redaction.statement(statement)
            if let position, let place = Self.place(position, in: statement) {
                text += "\nat: \(place)"
            }
        }
        return text
    }

    private func shown(_ text: String) -> String {
        sqlState == nil ? text : Redaction.message(text, sqlState: sqlState ?? "")
    }

    /// `line 3, column 5`, for a position in characters from 1.
    static func place(_ position: Int, in statement: String) -> String? {
        guard position >= 1 else { return nil }
        var line = 1
        var column = 1
        for character in statement.unicodeScalars.prefix(position - 1) {
            if character == "\n" {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
        return "line \(line), column \(column)"
    }
}
