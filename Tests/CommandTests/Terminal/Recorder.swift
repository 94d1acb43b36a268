import Synchronization

@testable import dormouse

/// Keeps what a console writes.
final class Recorder: Sendable {
    private let written = Mutex((output: "", error: ""))

    var output: String { written.withLock(\.output) }
    var error: String { written.withLock(\.error) }

    func console(
        terminal isTerminal: Bool, width: Int? = nil, isQuiet: Bool = false,
        environment: [String: String] = [:]
    ) -> Console {
        Console(
            settings: OutputSettings(
                outputIsTerminal: isTerminal, errorIsTerminal: isTerminal, terminalWidth: width,
                environment: environment, isQuiet: isQuiet),
            writeOutput: { text in self.written.withLock { $0.output += text } },
            writeError: { text in self.written.withLock { $0.error += text } })
    }
}
