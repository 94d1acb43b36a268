import Arguments
import DuckDB
import Foundation
import JSON
import LanguageModels
import Pipeline

/// One call of a pipeline command: the workspace its options name, and the project in it.
struct PipelineCall {
    let invocation: Invocation
    let workspace: Workspace
    let targetDirectory: URL

    var console: Console { invocation.console }
    var command: ParsedCommand { invocation.command }

    init(_ invocation: Invocation) throws {
        self.invocation = invocation
        let command = invocation.command
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
        self.workspace = workspace
        targetDirectory = workspace.targetDirectory(command.string("target-path"))
    }

    /// Reads the project and says what was noticed.
    func project() throws -> Project {
        let project = try workspace.project(profile: try workspace.profile())
        try warn(project.warnings)
        return project
    }

    /// Says warnings; with `--warn-error` the first one ends the command.
    func warn(_ warnings: [Warning]) throws {
        guard let first = warnings.first else { return }
        if command.flag("warn-error") {
            throw PipelineError(
                .configuration, first.message, file: first.file, line: first.line,
                hint: "It is an error because of --warn-error.")
        }
        if console.settings.isQuiet { return }
        for warning in warnings { console.warn(TerminalText(warning.description)) }
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

    func open(_ profile: Profile) throws -> Profile.Opened {
        let opened = try profile.open(
            extensionDirectory: Installation.extensionDirectory(invocation.environment))
        try invocation.languageModels().register(on: opened.connection)
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

    /// `--select` and its other spellings.
    var select: [String] { ["select", "models", "model"].flatMap(strings) }

    private func words(_ text: String) -> [String] {
        text.split { $0 == " " || $0 == "," }.map(String.init)
    }

    // MARK: Options that not every command has

    private func has(_ name: String) -> Bool {
        var spec = Program.spec
        for word in command.path {
            guard let next = spec.subcommands.first(where: { $0.name == word }) else {
                return false
            }
            spec = next
            if next.options.contains(where: { $0.name == name }) { return true }
        }
        return false
    }

    func hasFlag(_ name: String) -> Bool { has(name) && command.flag(name) }

    private func string(_ name: String) -> String? { has(name) ? command.string(name) : nil }

    private func strings(_ name: String) -> [String] { has(name) ? command.strings(name) : [] }

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

    func results(
        _ report: RunReport, of project: Project, _ outcomes: ConsumerOutcomes
    ) -> JSON {
        let which = command.path.last ?? ""
        var document = RunResults(
            project, report,
            arguments: [
                ("which", .string(which)), ("target", JSON.string(project.options.profile.target)),
                ("profile", .string(project.options.profile.name)),
                ("profiles_dir", .string(workspace.profilesDirectory.path)),
                ("select", .array(select.map { .string($0) })),
                ("exclude", .array(strings("exclude").map { .string($0) })),
                ("full_refresh", .bool(hasFlag("full-refresh"))),
                ("fail_fast", .bool(hasFlag("fail-fast"))),
                ("store_failures", .bool(hasFlag("store-failures"))),
                ("empty", .bool(hasFlag("empty"))),
                ("indirect_selection", .string(string("indirect-selection") ?? "eager")),
                ("threads", .int(project.options.profile.threads)),
                (
                    "invocation_command",
                    .string("dormouse pipeline " + command.path.dropFirst().joined(separator: " "))
                ),
            ]
        ).json(now: Date())
        if case .object(var object) = document, let results = object["results"]?.array {
            object["results"] = .array(results + outcomes.json)
            document = .object(object)
        }
        return document
    }

    /// A path below the working folder without that folder, as messages show it.
    func shown(_ url: URL) -> String {
        let here = FileManager.default.currentDirectoryPath + "/"
        return url.path.hasPrefix(here) ? String(url.path.dropFirst(here.count)) : url.path
    }
}
