/// A script that cannot be cut into statements, or holds something only `psql` understands.
public struct SQLScriptError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Code: Sendable, Hashable {
        /// A string, a quoted name, a comment or a body in dollar quotes has no end.
        case unterminated
        /// A command for `psql`, such as `\connect`.
        case psqlCommand
        /// `COPY … FROM STDIN`, whose rows would follow in the script.
        case copyFromStandardInput
        /// The file is not UTF-8, or holds a NUL.
        case notText
    }

    public var code: Code
    public var file: String
    /// Counted from 1.
    public var line: Int
    public var reason: String

    public var description: String { "\(file):\(line): \(reason)" }
}
