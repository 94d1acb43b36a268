import DuckDB
import Governor
import LanguageModels
import Memory

/// Runs statements one after another and prints what they give.
struct SQLSession {
    let database: HomeDatabase
    /// Lets statements begin in their turn; nil where nothing can be watched.
    let watch: WorkWatch?
    let functions: ModelFunctions
    let console: Console
    let format: String
    let isDryRun: Bool
    let isWriting: Bool
    /// How long a statement may take.
    let limit: Duration

    /// Whether a statement that finds no memory is computed elsewhere next: then nothing is said.
    var hasOtherPlace = false

    enum Outcome: Equatable {
        case succeeded
        /// Which was said.
        case failed
        /// Nothing was printed, and nothing is left; only where there is another place for it.
        case foundNoMemory
    }

    /// Runs a text of one statement or several, up to the first that fails.
    func run(_ text: String) -> Outcome {
        let interruption = ControlC(interrupting: database.connection)
        return withExtendedLifetime(interruption) { runStatements(of: text) }
    }

    private func runStatements(of text: String) -> Outcome {
        functions.run = functions.gateway.beginRun(isDryRun: isDryRun)
        for statement in ScriptSplitter.statements(of: text) {
            let end: (@Sendable () -> Void)?
            do {
                end = try watch?.begin(
                    SQLText.shown(statement), .interactive, weight: StatementWeight(sql: statement),
                    on: database.connection)
            } catch {
                report(error)
                return .failed
            }
            defer { end?() }
            let timer = StatementTimer(limit, interrupting: database.connection)
            var rows: SQLRows?
            do {
                rows = SQLRows(stream: try database.stream(statement), console: console)
                try rows?.print(as: format, isDryRun: isDryRun)
                timer.stop()
            } catch {
                let wasLate = timer.stop()
                if !wasLate, hasOtherPlace, rows?.hasPrinted != true,
                    (error as? DuckDBError)?.code == .outOfMemory
                {
                    console.clearStatus()
                    return .foundNoMemory
                }
                if !wasLate, let reason = watch?.interruption(of: database.connection) {
                    console.clearStatus()
                    console.fail("the statement was stopped: \(reason)")
                    console.note(
                        "Run it when less else runs (dormouse monitor shows what does), or on "
                            + "fewer rows; nothing of it is left.")
                    return .failed
                }
                guard !wasLate else {
                    watch?.note(
                        "stopped \(SQLText.shown(statement))",
                        because: "over \(durationText(limit))")
                    console.clearStatus()
                    console.fail(
                        "the statement took longer than \(durationText(limit)) and was stopped")
                    console.note("--timeout SECONDS allows more.")
                    return .failed
                }
                report(error)
                return .failed
            }
        }
        ModelRunText(run: functions.run, console: console).print()
        return .succeeded
    }

    /// Reads statements from the terminal until it ends, each up to its semicolon.
    func converse() -> Int32 {
        console.note("Statements end with a semicolon; Ctrl-C stops one; .quit or Ctrl-D ends.")
        let console = console
        let interruption = ControlC(interrupting: database.connection) {
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
        if let next = advice(for: error) { console.note(TerminalText(next)) }
    }

    /// What lets a statement end for which there is no memory; the variables are read at the start.
    static let memoryAdvice = """
        DORMOUSE_THREADS=1 needs less, DORMOUSE_MEMORY_LIMIT=4GB (or what the machine has: dormouse \
        governor show) allows more, and DORMOUSE_MAX_TEMP where the temporary files are full. list() and \
        string_agg() keep their rows in memory: run them over a part of the rows at a time (WHERE \
        hash(key) % 8 = 0, then 1…), or as a model of a pipeline with partition_by.
        """

    private func advice(for error: DuckDBError) -> String? {
        switch error.code {
        case .readOnly where isWriting:
            "Memories are never edited: dormouse remember adds one, correct replaces one, "
                + "forget erases one."
        case .readOnly: "The home is open for reading only; --write lets statements change it."
        case .permission where !isWriting:
            "--allow-read PATH lets statements read a file or a folder; --write lets them do more."
        case .outOfMemory: Self.memoryAdvice
        default: nil
        }
    }
}
