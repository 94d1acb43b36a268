import Arguments
import Calendars
import DuckDB
import Foundation
import Governor
import Jinja
import LanguageModels
import Pipeline

import enum JSON.JSON

/// One call of a pipeline command: the workspace its options name, and the project in it.
struct PipelineCall {
    let invocation: Invocation
    let workspace: Workspace
    let targetDirectory: URL
    let warningPolicy: WarningPolicy

    var console: Console { invocation.console }
    var command: ParsedCommand { invocation.command }

    init(_ invocation: Invocation) throws {
        var command = invocation.command
        guard !FileManager.default.currentDirectoryPath.isEmpty else {
            throw PipelineError(
                .file, "the working directory is not there any more; change to one that is")
        }
        var workspace = Workspace(
            projectDirectory: command.string("project-dir"),
            profilesDirectory: command.string("profiles-dir"),
            workingDirectory: URL(
                fileURLWithPath: FileManager.default.currentDirectoryPath, isDirectory: true),
            environment: invocation.environment,
            invocation: Pipeline.Invocation(
                id: UUID().uuidString.lowercased(), startedAt: Date(),
                command: command.path.last ?? "run"),
            machine: .current)
        workspace.profileName = command.string("profile")
        workspace.target = command.string("target")
        workspace.threads = command.integer("threads")
        if let text = command.string("vars") { workspace.variables = try Workspace.variables(text) }
        // Where the project cannot be read, reading it says so.
        if let project = try? workspace.projectFile() {
            command = try command.settling(project.optionSettings, of: ProjectFile.fileName)
        }
        self.invocation = invocation.with(command)
        warningPolicy = try WarningPolicy(command)
        workspace.invocation.arguments = Self.arguments(of: command, workspace)
        self.workspace = workspace
        targetDirectory = workspace.targetDirectory(command.string("target-path"))
    }

    /// What the command line says, as dbt's `flags` and `invocation_args_dict` have it.
    private static func arguments(
        of command: ParsedCommand, _ workspace: Workspace
    ) -> [String: Jinja.Value] {
        func list(_ names: String...) -> Jinja.Value {
            Jinja.Value(
                tuple: names.flatMap { Program.has($0, command) ? command.strings($0) : [] }
                    .map { .string($0) })
        }
        var arguments: [String: Jinja.Value] = [
            "select": list("select", "models", "model"), "exclude": list("exclude"),
            "resource_types": list("resource-type", "resource-types"),
            "vars": .dict(
                Dict(
                    workspace.variables.keys.sorted().map {
                        (.string($0), workspace.variables[$0] ?? .none)
                    })),
        ]
        arguments["threads"] = workspace.threads.map { .int($0) }
        arguments["target"] = workspace.target.map { .string($0) }
        arguments["profile"] = workspace.profileName.map { .string($0) }
        let flags = [
            "fail-fast", "full-refresh", "store-failures", "empty", "warn-error", "use-colors",
            "write-json", "debug", "partial-parse", "static-parser", "introspect",
            "cache-selected-only",
        ]
        for name in flags where Program.has(name, command) && command.source(of: name) != nil {
            arguments[name.replacing("-", with: "_")] = .bool(command.flag(name))
        }
        for name in ["indirect-selection", "selector", "state", "log-format"]
        where Program.has(name, command) {
            arguments[name.replacing("-", with: "_")] = command.string(name).map { .string($0) }
        }
        return arguments
    }

    /// Reads the project and says what was noticed.
    func project() throws -> Project {
        let profile = try workspace.profile()
        let project = try workspace.project(profile: profile)
        tell(project.messages)
        try warn(project.warnings, sparing: profile.warnings)
        return project
    }

    /// Says what templates told, but for a list, which is often read by other programs.
    private func tell(_ messages: [String]) {
        let isList = ["ls", "list"].contains(command.path.last)
        for message in messages {
            if logsEvents {
                EventLog(self).message(message, of: nil)
            } else if !console.settings.isQuiet, !invocation.wantsJSON, !isList {
                console.print("\(message)")
            }
        }
    }

    /// Says warnings; with `--warn-error` the first one ends the command.
    ///
    /// - Parameter spared: those that are about this machine and not about the project.
    func warn(_ warnings: [Warning], sparing spared: [Warning] = []) throws {
        if warningPolicy.fails, let first = warnings.first(where: { !spared.contains($0) }) {
            throw PipelineError(
                .configuration, first.message, file: first.file, line: first.line,
                hint: "It is an error because of --warn-error.")
        }
        if console.settings.isQuiet || warningPolicy.isSilent { return }
        for warning in warnings {
            if logsEvents {
                EventLog(self).warn(warning)
            } else {
                console.warn(TerminalText(warning.description))
            }
        }
    }

    /// A runner on the open target.
    func runner(
        _ project: Project, options: RunOptions = RunOptions(),
        onEvent: @escaping @Sendable (Event) -> Void = { _ in }
    ) throws -> Runner {
        let profile = project.options.profile
        return try Runner(
            project: project, profile: profile, connection: try open(profile).connection,
            options: options, onEvent: onEvent)
    }

    /// A watch over the run's database.
    func watch(_ database: Database) throws -> WorkWatch? {
        try invocation.watch(
            database, limits: try invocation.governorLimits(),
            command: "pipeline " + (command.path.last ?? "run"))
    }

    func open(_ profile: Profile) throws -> Profile.Opened {
        // A database may lie there, before anything else has made the folder.
        if let path = profile.path,
            URL(fileURLWithPath: path).deletingLastPathComponent().standardizedFileURL
                == targetDirectory.standardizedFileURL
        {
            try FileManager.default.createDirectory(
                at: targetDirectory, withIntermediateDirectories: true)
        }
        let opened = try profile.open(
            extensionDirectory: Installation.extensionDirectory(invocation.environment),
            limits: try invocation.governorLimits().settings)
        try invocation.languageModels().register(on: opened.connection)
        try CalendarFunctions.register(on: opened.connection)
        return opened
    }

    /// What the options take and leave out.
    func selection() throws -> SelectionRequest {
        var request = SelectionRequest()
        request.select = select
        request.exclude = strings("exclude")
        request.selector = string("selector")
        if request.selector != nil, !request.select.isEmpty || !request.exclude.isEmpty {
            throw command.usageError(
                "--selector stands in the place of --select and --exclude",
                suggestion: "give one or the other", code: .conflictingOptions)
        }
        request.indirect =
            string("indirect-selection").flatMap(SelectionRequest.Indirect.init) ?? .eager
        request.types = Set((strings("resource-type") + strings("resource-types")).flatMap(words))
        request.excludedTypes = Set(
            (strings("exclude-resource-type") + strings("exclude-resource-types")).flatMap(words))
        if let path = string("state") {
            request.state = try PreviousState(
                directory: URL(fileURLWithPath: path, isDirectory: true))
        }
        return request
    }

    /// `--event-time-start` and `--event-time-end`, which go together.
    func eventWindow() throws -> EventWindow? {
        switch (string("event-time-start"), string("event-time-end")) {
        case (let start?, let end?): return try EventWindow(start: start, end: end)
        case (nil, nil): return nil
        case (let start, _):
            throw command.usageError(
                "--event-time-\(start == nil ? "end" : "start") is given alone",
                suggestion: "give --event-time-\(start == nil ? "start" : "end") too",
                code: .conflictingOptions)
        }
    }

    func sample() throws -> EventWindow? {
        try string("sample").map {
            try EventWindow(sample: $0, now: workspace.invocation.startedAt)
        }
    }

    /// Where to read what is not built.
    func deferral() throws -> Deferral? {
        let isClone = command.path.last == "clone"
        guard hasFlag("defer") || isClone else { return nil }
        guard let path = string("defer-state") ?? string("state") else {
            throw command.usageError(
                "--defer needs the artifacts of an earlier run",
                suggestion: "name their folder: --state DIR", code: .conflictingOptions)
        }
        return Deferral(
            try PreviousState(directory: URL(fileURLWithPath: path, isDirectory: true)),
            favorsState: hasFlag("favor-state"))
    }

    /// `--select` and its other spellings.
    var select: [String] { ["select", "models", "model"].flatMap(strings) }

    func words(_ text: String) -> [String] {
        text.split { $0 == " " || $0 == "," }.map(String.init)
    }

    // MARK: Options that not every command has

    func hasFlag(_ name: String) -> Bool { Program.has(name, command) && command.flag(name) }

    func string(_ name: String) -> String? {
        Program.has(name, command) ? command.string(name) : nil
    }

    func strings(_ name: String) -> [String] {
        Program.has(name, command) ? command.strings(name) : []
    }

    // MARK: Artifacts

    var writesArtifacts: Bool {
        command.source(of: "write-json") == nil || command.flag("write-json")
    }

    /// Writes `manifest.json`.
    func writeManifest(_ project: Project, compiled: [String: String] = [:]) throws {
        guard writesArtifacts else { return }
        let document = try Manifest(project, compiled: compiled).json(now: Date())
        try ArtifactFolder(targetDirectory).write(document, as: "manifest.json")
    }

    /// What a node was compiled to last, as the target folder has it.
    func compiledSQL(_ node: Node) -> String? {
        let file = targetDirectory.appending(path: "compiled/" + node.compiledPath)
        return try? String(contentsOf: file, encoding: .utf8)
    }

    /// Writes `run_results.json`.
    func write(
        _ report: RunReport, of project: Project, _ outcomes: ConsumerOutcomes? = nil
    ) throws {
        guard writesArtifacts else { return }
        let outcomes = outcomes ?? ConsumerOutcomes([], project: project, report: report)
        try ArtifactFolder(targetDirectory).write(
            results(report, of: project, outcomes), as: "run_results.json")
    }

    /// A path below the working folder without that folder, as messages show it.
    func shown(_ url: URL) -> String {
        let here = FileManager.default.currentDirectoryPath + "/"
        return url.path.hasPrefix(here) ? String(url.path.dropFirst(here.count)) : url.path
    }
}

extension Program {
    /// Whether the command that was called takes an option; not every one has each.
    static func has(_ option: String, _ command: ParsedCommand) -> Bool {
        has(option, command.path)
    }

    /// - Parameter path: the words that call a command: `["pipeline", "run"]`.
    static func has(_ option: String, _ path: [String]) -> Bool {
        var spec = spec
        for word in path {
            guard let next = spec.subcommands.first(where: { $0.name == word }) else {
                return false
            }
            spec = next
            if next.options.contains(where: { $0.name == option }) { return true }
        }
        return false
    }
}

extension RunOptions {
    /// Lets nodes begin in their turn, and do again with less what found no memory.
    mutating func govern(by watch: WorkWatch?, ladder: [FallbackStep]) {
        guard let watch else { return }
        if ladder.contains(.degraded) {
            relief = { watch.relieve($0, attempt: $1, work: $2) }
        }
        timer = { connection, limit in
            let timer = StatementTimer(limit, interrupting: connection)
            return { timer.stop() }
        }
        admission = { try watch.begin($1, .batch, on: $0) }
        interruption = { watch.interruption(of: $0) }
        if ladder.contains(.partition) {
            onParts = { watch.note("\($0) in \($2) parts of \($1)", because: "out of memory") }
        }
    }
}
