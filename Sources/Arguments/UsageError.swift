/// A command line that cannot be understood, said so that a person can correct it.
public struct UsageError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The status a process should end with after such an error.
    public static let exitCode: Int32 = 2

    public enum Code: Sendable, Hashable {
        case unknownOption, unknownCommand, missingCommand, missingValue, unexpectedValue
        case invalidValue, repeatedOption, conflictingOptions, missingOption
        case missingArgument, unexpectedArgument
    }

    public var code: Code
    /// What is wrong, in one line without a full stop.
    public var message: String
    /// What to do about it: `did you mean '--limit'?`
    public var suggestion: String?
    /// `dormouse recall [options] QUERY`; empty until the parser or `ParsedCommand` fills it in.
    public var usage: String
    /// The command whose help says more: `dormouse recall`.
    public var command: String

    public init(
        _ code: Code, _ message: String, suggestion: String? = nil, usage: String = "",
        command: String = ""
    ) {
        self.code = code
        self.message = message
        self.suggestion = suggestion
        self.usage = usage
        self.command = command
    }

    /// The message with its suggestion, then the usage line and where to find help.
    public var description: String {
        var text = message
        if let suggestion { text += "; " + suggestion }
        if !usage.isEmpty { text += "\nusage: " + usage }
        if !command.isEmpty { text += "\n'\(command) --help' says more" }
        return text
    }
}
