import Arguments
import DuckDB
import Foundation
import Governor
import LanguageModels
import Memory

/// `sql`: asks the home in SQL.
enum SQLCommand: Command {
    static let spec = CommandSpec(
        "sql", abstract: "Ask the home in SQL, once or line by line",
        discussion: """
            What sleep derived has its plain names (episodes, facts, semantic_memories…), the \
            memories are source_memories.memory, also where POSTGRES_DB_URL names the database that \
            keeps them. Statements only ask: nothing on disk or on a server can be changed, no \
            file read and nothing else reached. --allow-read names files and folders they may \
            read; --write lifts all of this but one thing: source_memories is never written, \
            because memories are not edited (see remember, correct and forget). Others go on meanwhile: \
            statements see the home as it was when the command began. With --write, and in a home of \
            more than 256 MiB where no server runs and no model is asked, others wait until it ends; \
            with --write a sleep has to end before it. The \
            functions of language models are there: llm_generate, llm_generate_json, \
            llm_try_generate, llm_classify, llm_embed, and the tables llm_usage(), llm_cache() and \
            llm_failures().

            Without a statement and a file, statements are read from standard input; on a terminal \
            one after another, each ended by a semicolon.
            """,
        examples: [
            Example("dormouse sql \"SELECT count(*) FROM source_memories.memory\"", "one question"),
            Example("dormouse sql --format csv -f report.sql > report.csv", "a file of statements"),
            Example("dormouse sql --dry-run -f ask.sql", "count what a model would be asked"),
        ],
        arguments: [ArgumentSpec("statement", .optional, help: "one statement or several")],
        options: [
            .value("file", short: "f", "FILE", .file, help: "read the statements from this file"),
            .value(
                "format", "FORMAT", .choice(["table", "json", "csv"]), default: "table",
                help: "how rows are printed"),
            .value(
                "allow-read", "PATH", .file, repeating: true,
                help: "let statements read this file or folder"),
            .flag(
                "write",
                help: "let statements write, also files and other databases; never the memories"),
            .value(
                "timeout", "SECONDS", .number(0.001...31_536_000), defaultNote: "300",
                help: "how long a statement may take"),
            .flag("dry-run", help: "ask no language model; count what would be asked"),
            .flag(
                "isolate",
                help: "run in a process of its own: where it crashes or hangs, this one says so"),
            .value(
                "hang", "SECONDS", .number(0.1...86_400), default: "60",
                help: "with --isolate: end the process after so long without using a processor"),
        ], conflicts: [["write", "dry-run"]])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let command = invocation.command
        // The child is told that it is one.
        IsolatedProcess.followParent(invocation.environment)
        let converses =
            command.string("statement") == nil && command.string("file") == nil
            && isatty(STDIN_FILENO) == 1
        if converses, command.flag("isolate") {
            throw command.usageError("--isolate needs a statement, --file or a pipe")
        }
        if try !converses && (command.flag("isolate") || invocation.isOn(.isolation)) {
            return try isolated(invocation)
        }
        let text: String?
        if let statement = command.string("statement") {
            if command.string("file") != nil {
                throw command.usageError("give a statement or --file, not both")
            }
            text = statement
        } else if let file = command.string("file") {
            text = try read(file)
        } else {
            text = converses ? nil : try readInput()
        }
        guard let text else { return try session(invocation) { $0.converse() } }
        // What a person has typed once is not typed again: a single question that finds no memory is
        // computed once more where there is more of it.
        let isRepeatable =
            !command.flag("write") && !IsolatedProcess.isChild(invocation.environment)
            && ScriptSplitter.statements(of: text).count == 1
            && !text.lowercased().contains("llm_")
        let (ladder, _) = try invocation.governorLadder()
        let hasOtherPlace = isRepeatable && ladder.contains(.ownProcess)
        let outcome = try session(invocation, text) { session in
            var session = session
            session.hasOtherPlace = hasOtherPlace
            return session.run(text)
        }
        switch outcome {
        case .succeeded: return 0
        case .failed: return 1
        case .foundNoMemory:
            invocation.console.note(
                "the statement found no memory; it is run again in a process of its own with one "
                    + "thread")
            return try inProcessOfItsOwn(text, invocation)
        }
    }

    /// Opens the home for statements, until the body returns.
    private static func session<Answer>(
        _ invocation: Invocation, _ text: String? = nil, _ body: (SQLSession) -> Answer
    ) throws -> Answer {
        let command = invocation.command
        let functions = try invocation.languageModels()
        var options = try invocation.engineOptions()
        options.languageModels = functions
        options.databaseURL = invocation.databaseURL
        let limits = try invocation.governorLimits()
        options.memoryLimitMiB = Int(limits.memory.value.bytes >> 20)
        options.threads = limits.threads.value
        let isWriting = command.flag("write")
        invocation.share(&options)
        // Others go on meanwhile.
        let takesLong = text.map { $0.lowercased().contains("llm_") } ?? true
        let copy =
            isWriting ? nil : try HomeCopy(of: invocation.home, options, takesLong: takesLong)
        defer { copy?.remove() }
        let database = try HomeDatabase(
            home: copy?.home ?? invocation.home, options: options, writing: isWriting,
            readable: command.strings("allow-read"))
        let watch = try invocation.watch(
            database.connection.database, limits: limits, command: "sql")
        defer { watch?.end() }
        let session = SQLSession(
            database: database, watch: watch, functions: functions, console: invocation.console,
            format: invocation.wantsJSON ? "json" : command.string("format", default: "table"),
            isDryRun: command.flag("dry-run"), isWriting: isWriting,
            limit: limits.statementTime.value)
        return body(session)
    }

    /// Has a child answer a question for which this process found no memory: with one thread, and with
    /// the memory limit of a process of its own.
    private static func inProcessOfItsOwn(_ text: String, _ invocation: Invocation) throws -> Int32
    {
        let limits = try invocation.governorLimits()
        let free = max(LimitRequest.leastMemory, MachineUsage.free)
        let limit = min(limits.processMemory.value, free)
        return try run(
            invocation,
            [
                "DORMOUSE_THREADS": "1", "DORMOUSE_MEMORY_LIMIT": "\(limit.bytes >> 20)MiB",
            ], mostResident: IsolatedProcess.mostResident(at: limit), input: Data(text.utf8))
    }

    /// Has a child do it.
    private static func isolated(_ invocation: Invocation) throws -> Int32 {
        try run(
            invocation, [:],
            mostResident: IsolatedProcess.mostResident(
                at: try invocation.governorLimits().memory.value), input: nil)
    }

    /// Runs this command in a child to its end.
    private static func run(
        _ invocation: Invocation, _ more: [String: String], mostResident: Int, input: Data?
    ) throws -> Int32 {
        let list = RunList(invocation.stateDirectory)
        let child = IsolatedProcess(
            program: Installation.program,
            arguments: CommandLine.arguments.dropFirst().filter { $0 != "--isolate" },
            environment: invocation.environment.merging(
                more.merging([Feature.isolation.variable: "off"]) { $1 }
            ) { $1 },
            patience: .milliseconds(Int64(invocation.command.number("hang", default: 60) * 1000)),
            mostResident: mostResident, input: input,
            isWaiting: { process in
                list.read().contains { run in
                    run.process == Int(process) && run.work.contains { $0.place != nil }
                }
            })
        switch try child.run() {
        case .success(let code): return code
        case .failure(let failure):
            invocation.console.fail("the statement failed: \(failure.reason.description)")
            invocation.console.note("Nothing of it is left. docs/recovery.md says what to do.")
            return 1
        }
    }

    private static func read(_ file: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw MemoryError(.invalidInput, "cannot read \(file): is it there?")
        }
        return try text(data, of: file)
    }

    private static func readInput() throws -> String {
        try text(StandardInput.readAll(.standardInput), of: "standard input")
    }

    private static func text(_ data: Data, of source: String) throws -> String {
        guard let text = String(validating: data, as: UTF8.self) else {
            throw MemoryError(.invalidInput, "\(source) is not UTF-8")
        }
        return text
    }
}
