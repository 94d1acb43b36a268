import DuckDB
import LanguageModels

/// Runs statements one after another and prints what they give.
struct SQLSession {
    let connection: Connection
    let functions: ModelFunctions
    let console: Console
    let format: String
    let isDryRun: Bool

    /// Runs a text of one statement or several, up to the first that fails.
    ///
    /// - Returns: whether all succeeded.
    func run(_ text: String) -> Bool {
        let interruption = ControlC(interrupting: connection)
        return withExtendedLifetime(interruption) { runStatements(of: text) }
    }

    private func runStatements(of text: String) -> Bool {
        functions.run = functions.gateway.beginRun(isDryRun: isDryRun)
        for statement in ScriptSplitter.statements(of: text) {
            do {
                let stream = try connection.prepare(statement).stream()
                try SQLRows(stream: stream, console: console).print(as: format, isDryRun: isDryRun)
            } catch {
                report(error)
                return false
            }
        }
        ModelRunText(run: functions.run, console: console).print()
        return true
    }

    /// Reads statements from the terminal until it ends, each up to its semicolon.
    func converse() -> Int32 {
        console.note("Statements end with a semicolon; Ctrl-C stops one; .quit or Ctrl-D ends.")
        let console = console
        let interruption = ControlC(interrupting: connection) {
            console.write(trusted: "\ndormouse> ")
        }
        var text = ""
        while true {
            console.write(trusted: text.isEmpty ? "dormouse> " : "     ...> ")
            let (read, wasPressed) = interruption.readLine()
            guard let line = read else { break }
            if wasPressed { text = "" }
            if text.isEmpty, line.hasPrefix(".") {
                if [".quit", ".exit"].contains(line) { return 0 }
                console.print("Known are .quit, and SQL: SHOW ALL TABLES; DESCRIBE episodes;")
                continue
            }
            text += line + "\n"
            guard ScriptSplitter.isComplete(text) else {
                if text.allSatisfy(\.isWhitespace) { text = "" }
                continue
            }
            _ = runStatements(of: text)
            text = ""
        }
        console.print()
        return 0
    }

    /// The engine's own words, with its line and caret: the statement is the user's.
    private func report(_ error: any Error) {
        console.clearStatus()
        guard let error = error as? DuckDBError else {
            return console.fail(TerminalText(String(describing: error)))
        }
        console.fail(TerminalText(error.message))
        if error.code == .readOnly {
            console.note("The home is open for reading only; --write lets statements change it.")
        }
    }
}
