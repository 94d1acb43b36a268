/// What is known of the places a command prints to. Worked out once, from facts that are given.
struct OutputSettings: Sendable, Hashable {
    enum ColorChoice: Sendable, Hashable { case automatic, always, never }

    var outputIsTerminal: Bool
    var errorIsTerminal: Bool
    /// Columns of the terminal; nil when nothing says how wide lines may be, as in a pipe.
    var width: Int?
    var outputUsesColor: Bool
    var errorUsesColor: Bool
    var isQuiet: Bool

    /// - Parameters:
    ///   - terminalWidth: what the terminal answered; `COLUMNS` stands in for it and goes before it
    ///     where both are known, as a person can set it.
    init(
        outputIsTerminal: Bool, errorIsTerminal: Bool, terminalWidth: Int?,
        environment: [String: String], isQuiet: Bool = false, color: ColorChoice = .automatic
    ) {
        self.outputIsTerminal = outputIsTerminal
        self.errorIsTerminal = errorIsTerminal
        self.isQuiet = isQuiet
        let columns = environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        let answered = terminalWidth.flatMap { $0 > 0 ? $0 : nil }
        width = columns ?? answered ?? (outputIsTerminal ? 80 : nil)

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

    /// For text that is wrapped in any case.
    var wrappingWidth: Int { min(width ?? 80, 100) }
}
