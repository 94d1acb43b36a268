/// What a command line asks for.
public enum Outcome: Sendable {
    /// Do this.
    case run(ParsedCommand)
    /// Print this help text, which ends in a newline, on standard output.
    case help(String)
    /// Print the version.
    case version
}

/// Reads a command line.
///
/// - Parameters:
///   - arguments: the words after the program's own name.
///   - root: the program; its `name` is what usage lines begin with.
///   - environment: variables that options may be set from.
///   - width: columns that help texts are wrapped to.
/// - Throws: a `UsageError` with a suggestion, the usage line and the command it belongs to.
public func parse(
    _ arguments: [String], as root: CommandSpec, environment: [String: String] = [:],
    width: Int = 80
) throws(UsageError) -> Outcome {
    var parser = Parser(root: root, arguments: arguments, environment: environment, width: width)
    do {
        return try parser.run()
    } catch {
        // Who asks for help gets it, whatever else is wrong with the line.
        if parser.helpIsAskedForLater { return .help(helpText(parser.scope, width: width)) }
        throw parser.scope.locate(error)
    }
}
