import Arguments
import DuckDB
import Foundation
import JSON
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
            invocation: Pipeline.Invocation(id: UUID().uuidString.lowercased(), startedAt: Date()),
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

    func open(_ profile: Profile) throws(PipelineError) -> Profile.Opened {
        let extensions = invocation.environment["DORMOUSE_EXTENSION_DIR"]
        return try profile.open(
            extensionDirectory: extensions.flatMap { $0.isEmpty ? nil : $0 })
    }

    /// `--select` and its other spellings.
    var select: [String] {
        ["select", "models", "model"].flatMap(command.strings)
    }

    var exclude: [String] { command.strings("exclude") }

    /// A path below the working folder without that folder, as messages show it.
    func shown(_ url: URL) -> String {
        let here = FileManager.default.currentDirectoryPath + "/"
        return url.path.hasPrefix(here) ? String(url.path.dropFirst(here.count)) : url.path
    }
}
