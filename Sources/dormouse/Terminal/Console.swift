import JSON
import Synchronization

/// Where a command prints: results on standard output, everything said to the person on standard
/// error.
///
/// A status line, such as a progress bar, may stand at the bottom of the terminal; it makes way for
/// lines that are printed and is drawn again with its next change.
final class Console: Sendable {
    let settings: OutputSettings
    private let writeOutput: @Sendable (String) -> Void
    private let writeError: @Sendable (String) -> Void
    private let outputHasClosed: @Sendable () -> Bool
    private let failureOfOutput: @Sendable () -> String?
    private let statusIsShown = Mutex(false)

    init(
        settings: OutputSettings, writeOutput: @escaping @Sendable (String) -> Void,
        writeError: @escaping @Sendable (String) -> Void,
        outputIsClosed: @escaping @Sendable () -> Bool = { false },
        outputFailure: @escaping @Sendable () -> String? = { nil }
    ) {
        self.settings = settings
        self.writeOutput = writeOutput
        self.writeError = writeError
        outputHasClosed = outputIsClosed
        failureOfOutput = outputFailure
    }

    /// The console of this process.
    convenience init(settings: OutputSettings) {
        self.init(settings: settings, output: 1, error: 2)
    }

    /// The console of whoever has these descriptors.
    convenience init(settings: OutputSettings, output: Int32, error: Int32) {
        let output = DescriptorWriter(output)
        let error = DescriptorWriter(error)
        self.init(
            settings: settings, writeOutput: { output.write($0) },
            writeError: { error.write($0) }, outputIsClosed: { output.isClosed },
            outputFailure: { output.failure })
    }

    /// Why the result could not be printed in full; nil where it could, and where its reader has
    /// gone away.
    var outputFailure: String? { failureOfOutput() }

    /// The exit code of a command that has printed its result: a result that is lost is a failure,
    /// whatever else went well, and is said.
    func exitCode(_ code: Int32) -> Int32 {
        guard let outputFailure else { return code }
        clearStatus()
        fail("cannot write to standard output: \(outputFailure). What was printed is not complete")
        return code == 0 ? 1 : code
    }

    /// Whether the reader of standard output has gone away (`dormouse export | head`), so that
    /// there is no use in going on.
    var outputIsClosed: Bool { outputHasClosed() }

    /// Prints a line of the result.
    func print(_ text: TerminalText = "") {
        output(text.rendered(withColor: settings.outputUsesColor) + "\n")
    }

    /// Prints a table as wide as the terminal; where nothing limits the width nothing is cut.
    func print(_ table: Table) {
        for line in table.lines(width: settings.outputWidth) { print(line) }
    }

    /// Prints a value: laid out for reading on a terminal, on one line in a pipe.
    func print(json value: JSON) {
        output(value.text(settings.outputIsTerminal ? .pretty : .compact) + "\n")
    }

    /// Prints an encodable value as JSON; see `JSON.init(encoding:)`.
    func print(encoding value: some Encodable) throws { print(json: try JSON(encoding: value)) }

    /// Prints text the program made itself as it stands: help, scripts, a line of JSON Lines. Not
    /// for anything a user or a memory said.
    func write(trusted text: String) { output(text) }

    /// Says something in passing, unless quiet.
    func note(_ text: TerminalText) {
        if !settings.isQuiet { say(text) }
    }

    /// Says that something is not as it should be, even when quiet.
    func warn(_ text: TerminalText) { say("\("warning:", .yellow) \(text)") }

    /// Says why the command failed, even when quiet.
    func fail(_ text: TerminalText) { say("\("error:", .red) \(text)") }

    private func say(_ text: TerminalText) {
        statusIsShown.withLock { isShown in
            clear(&isShown)
            writeError(text.rendered(withColor: settings.errorUsesColor) + "\n")
        }
    }

    private func output(_ text: String) {
        statusIsShown.withLock { isShown in
            if settings.outputIsTerminal { clear(&isShown) }
            writeOutput(text)
        }
    }

    // MARK: The status line

    /// Whether a status line would be seen.
    var showsStatus: Bool { settings.errorIsTerminal && !settings.isQuiet }

    /// Draws the status line over the one before it. It must fit the width.
    func drawStatus(_ text: TerminalText) {
        guard showsStatus else { return }
        statusIsShown.withLock { isShown in
            writeError("\r" + text.rendered(withColor: settings.errorUsesColor) + "\u{1B}[K")
            isShown = true
        }
    }

    /// Takes the status line away.
    func clearStatus() {
        statusIsShown.withLock { clear(&$0) }
    }

    private func clear(_ isShown: inout Bool) {
        guard isShown else { return }
        writeError("\r\u{1B}[K")
        isShown = false
    }
}
