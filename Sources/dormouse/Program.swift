import Arguments
import DuckDB
import Memory

/// One command of the program.
protocol Command {
    static var spec: CommandSpec { get }
    /// Does it, and gives the exit code.
    static func run(_ invocation: Invocation) throws -> Int32
}

/// All commands, and what they share.
enum Program {
    static var commands: [any Command.Type] {
        [
            InitCommand.self, RememberCommand.self, ImportCommand.self, RecallCommand.self,
            FactsCommand.self, ContextCommand.self, SleepCommand.self, RecentCommand.self,
            ListCommand.self, ShowCommand.self,
            CorrectCommand.self, TagCommand.self, PinCommand.self, UnpinCommand.self,
            UndoCommand.self, ForgetCommand.self, ExportCommand.self, StatsCommand.self,
            ServeCommand.self, TokenCommand.self, HealthCommand.self, SchemaCommand.self,
            MigrateCommand.self,
            SQLCommand.self, LanguageModelsCommand.self, PipelineCommand.self,
            MCPCommand.self, EndpointsCommand.self, GovernorCommand.self, MonitorCommand.self,
            IngestCommand.self, AuditCommand.self, RollbackCommand.self, BenchCommand.self,
            CompletionCommand.self,
            ManualCommand.self,
        ]
    }

    static let spec = CommandSpec(
        "dormouse",
        abstract: "Keeps an agent's memories, sleeps on them and recalls the right ones",
        discussion: """
            Memories are kept in a home: --home, else DORMOUSE_HOME, else ~/.dormouse. Nothing \
            leaves the machine, and no server and no key is needed. With POSTGRES_DB_URL they \
            are kept in that PostgreSQL database instead, for many processes at once.
            """,
        examples: [
            Example("dormouse remember \"Ada moved to Lisbon\"", "keep a memory"),
            Example("dormouse sleep", "consolidate what is new"),
            Example("dormouse recall \"Where does Ada live?\"", "ask"),
        ],
        options: [
            .value(
                "home", "DIR", .directory, defaultNote: "~/.dormouse", environment: "DORMOUSE_HOME",
                help: "where memories are kept"),
            .value(
                "config", "FILE", .file, defaultNote: "./dormouse.yml, or the home's",
                environment: "DORMOUSE_CONFIG", help: "the settings of language models and more"),
            .value(
                "namespace", short: "n", "NAME", default: "default",
                environment: "DORMOUSE_NAMESPACE",
                help: "whose memories: a namespace never sees another's"),
            .value(
                "wait", "SECONDS", .number(0...3600), default: "10",
                help: "how long to wait for another process that uses the home, or for a "
                    + "PostgreSQL server that is not there yet. A sleep of another process gives way "
                    + "to forget, undo and 'sql --write' within a minute"),
            .flag("json", help: "print JSON"),
            .flag("quiet", short: "q", help: "print results, warnings and errors only"),
        ],
        subcommands: commands.map { $0.spec }, otherNames: otherNames)

    /// What people used to other tools call things.
    private static let otherNames = [
        "search": "recall", "find": "recall", "query": "recall", "ask": "recall", "get": "show",
        "retrieve": "recall", "grep": "recall", "add": "remember", "save": "remember",
        "store": "remember", "put": "remember", "insert": "remember", "note": "remember",
        "write": "remember", "new": "remember", "create": "remember", "delete": "forget",
        "rm": "forget", "del": "forget", "remove": "forget", "erase": "forget", "purge": "forget",
        "ls": "list", "all": "list", "browse": "list", "last": "recent", "latest": "recent",
        "history": "recent", "log": "recent", "edit": "correct", "update": "correct",
        "fix": "correct", "replace": "correct", "amend": "correct", "change": "correct",
        "revert": "undo", "label": "tag", "untag": "tag", "star": "pin",
        "unstar": "unpin", "favorite": "pin", "load": "import",
        "dump": "export", "backup": "export", "cat": "show", "view": "show", "info": "stats",
        "status": "stats", "consolidate": "sleep", "dream": "sleep", "doctor": "health",
        "check": "health", "setup": "init", "dbt": "pipeline",
        "--top-k": "limit", "--top": "limit", "--count": "limit", "--max": "limit",
        "--num": "limit", "--user": "speaker", "--author": "speaker", "--by": "speaker",
        "--from": "since", "--after": "since", "--start": "since", "--to": "until",
        "--before": "until", "--end": "until", "--tags": "tag", "--label": "tag",
        "--date": "at", "--time": "at", "--when": "at", "--timestamp": "at", "--force": "yes",
        "--conversation": "session", "--thread": "session", "--meta": "metadata",
        "--supersedes": "replaces", "--corrects": "replaces", "--why": "explain",
        "--verbose": "explain", "--page": "cursor", "--offset": "cursor", "--skip": "cursor",
        "--filter": "metadata", "--where": "metadata", "--ns": "namespace", "--db": "home",
    ]

    /// Commands that work on an engine, and are done by a server where one holds the home.
    private static let engineCommands: Set<String> = [
        "remember", "import", "recall", "sleep", "show", "forget", "export", "stats", "list",
        "recent", "correct", "tag", "pin", "unpin", "undo", "facts", "context", "init",
    ]

    static func isForwarded(_ invocation: Invocation) -> Bool {
        // A watch outlives servers; each of its sleeps is done by whichever there is.
        let name = invocation.command.path.first ?? ""
        if name == "sleep", invocation.command.flag("watch") { return false }
        return !invocation.isOnServer && engineCommands.contains(name)
    }

    /// Runs the command that was called; says what went wrong where something did.
    static func run(_ invocation: Invocation) -> Int32 {
        let name = invocation.command.path.first ?? ""
        guard let command = commands.first(where: { $0.spec.name == name }) else { return 2 }
        func fail(_ text: String) {
            let mask = AddressMask(
                arguments: CommandLine.arguments, environment: invocation.environment)
            invocation.console.fail(TerminalText(mask.masked(text)))
        }
        do {
            let code = try command.run(invocation)
            invocation.audit(code)
            return code
        } catch let error as UsageError {
            fail(error.description)
            invocation.audit(2)
            return 2
        } catch {
            invocation.console.clearStatus()
            fail(plainWords(of: error))
            invocation.audit(1)
            return 1
        }
    }
}
