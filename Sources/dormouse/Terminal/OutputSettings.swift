/// What is known of the places a command prints to. Worked out once, from facts that are given.
struct OutputSettings: Sendable, Hashable {
    enum ColorChoice: Sendable, Hashable { case automatic, always, never }

    var outputIsTerminal: Bool
    var errorIsTerminal: Bool
    /// Columns that results may take; nil when nothing limits them, as in a pipe.
    var outputWidth: Int?
    /// Columns of the terminal that status lines are drawn on.
    var statusWidth: Int
    var outputUsesColor: Bool
    var errorUsesColor: Bool
    var isQuiet: Bool

    /// - Parameters:
    ///   - terminalWidth: what the terminal answered. `COLUMNS` goes before it, as a person can set
    ///     that; it also limits what goes into a pipe.
    init(
        outputIsTerminal: Bool, errorIsTerminal: Bool, terminalWidth: Int?,
        environment: [String: String], isQuiet: Bool = false, color: ColorChoice = .automatic
    ) {
        self.outputIsTerminal = outputIsTerminal
        self.errorIsTerminal = errorIsTerminal
        self.isQuiet = isQuiet
        let columns = environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        let answered = terminalWidth.flatMap { $0 > 0 ? $0 : nil }
        outputWidth = columns ?? (outputIsTerminal ? answered ?? 80 : nil)
        statusWidth = columns ?? answered ?? 80

        // https://no-color.org: set and not empty, whatever its value.
        let isUnwanted =
            environment["NO_COLOR"].map { !$0.isEmpty } ?? false || environment["TERM"] == "dumb"
        func usesColor(_ isTerminal: Bool) -> Bool {
            switch color {
            case .always: true
            case .never: false
            case .automatic: isTerminal && !isUnwanted
            }
        }
        outputUsesColor = usesColor(outputIsTerminal)
        errorUsesColor = usesColor(errorIsTerminal)
    }

    /// For text that is wrapped in any case: help, the content of a memory.
    var wrappingWidth: Int { min(outputWidth ?? 80, 100) }
}
