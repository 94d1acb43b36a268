extension ParsedCommand {
    /// The same with values of a file for what neither the command line nor the environment gave.
    ///
    /// - Parameters:
    ///   - settings: options by name with a value as the command line would have it; those that
    ///     this command does not take are left out.
    ///   - file: what errors call the file.
    /// - Throws: a `UsageError` for a value that the option does not take.
    public func settling(_ settings: [String: String], of file: String) throws(UsageError)
        -> ParsedCommand
    {
        var values = values
        for (name, text) in settings.sorted(by: { $0.key < $1.key }) {
            guard let option = scope.option(named: name) else { continue }
            switch values[name]?.source {
            case .commandLine, .environment: continue
            case .file, .standard, nil: break
            }
            if option.isFlag, text != "true", text != "false" {
                throw usageError(
                    "\(name) of \(file) is '\(text)'", suggestion: "it must be true or false")
            }
            try option.check(text, called: "\(name) of \(file)")
            values[name] = Entry(values: [text], source: .file(file))
        }
        return ParsedCommand(scope: scope, values: values)
    }
}
