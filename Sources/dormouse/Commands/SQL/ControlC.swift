import Dispatch
import DuckDB
import Foundation
import Synchronization

/// Ctrl-C while this lives: ends the statement that runs, and with it the requests to models; not
/// the program.
final class ControlC {
    private let source: any DispatchSourceSignal
    private let state: State

    /// What the handler and the reader of statements share.
    private final class State: Sendable {
        let wasPressed = Atomic<Bool>(false)
        let isReading = Atomic<Bool>(false)
    }

    /// One source for all statements: on Linux a second one, made after the first was cancelled,
    /// hears nothing.
    ///
    /// - Parameter prompt: called where no statement runs, on another thread.
    init(interrupting connection: Connection, prompt: @escaping @Sendable () -> Void = {}) {
        let state = State()
        self.state = state
        signal(SIGINT, SIG_IGN)
        source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
        source.setEventHandler {
            state.wasPressed.store(true, ordering: .relaxed)
            if state.isReading.load(ordering: .relaxed) { prompt() } else { connection.interrupt() }
        }
        source.resume()
    }

    deinit {
        source.cancel()
        signal(SIGINT, SIG_DFL)
    }

    /// Reads a line.
    ///
    /// - Returns: the line, nil at the end of the input, and whether Ctrl-C was pressed meanwhile;
    ///   what was typed before has to be forgotten then, as the terminal has done.
    func readLine() -> (line: String?, wasPressed: Bool) {
        state.wasPressed.store(false, ordering: .relaxed)
        state.isReading.store(true, ordering: .relaxed)
        defer { state.isReading.store(false, ordering: .relaxed) }
        let line = Swift.readLine()
        return (line, state.wasPressed.load(ordering: .relaxed))
    }
}
