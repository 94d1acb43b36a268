public import Foundation
public import Jinja
internal import YAML

public import struct DuckDB.Machine

/// A project with its profile as a command line names them: which folders, which target, which
/// variables. Finds what is not named where dbt finds it.
public struct Workspace: Sendable {
    /// The folder of `dbt_project.yml`.
    public var projectDirectory: URL
    /// The folder of `profiles.yml`.
    public var profilesDirectory: URL
    /// The profile, over the one that `dbt_project.yml` names.
    public var profileName: String?
    /// The target, over the profile's own default.
    public var target: String?
    /// How many models run at once, over the target's number.
    public var threads: Int?
    /// `--vars`.
    public var variables: [String: Value] = [:]
    public var environment: [String: String]
    public var machine: Machine
    public var invocation: Invocation

    /// - Parameters:
    ///   - projectDirectory: the project's folder; nil takes the nearest folder at or above the
    ///     working one that holds a `dbt_project.yml`.
    ///   - profilesDirectory: the folder of `profiles.yml`; nil takes the working folder, else the
    ///     project's, else `~/.dbt`: the first that holds one.
    ///   - workingDirectory: what relative paths start from.
    public init(
        projectDirectory: String? = nil, profilesDirectory: String? = nil, workingDirectory: URL,
        environment: [String: String], invocation: Invocation, machine: Machine = Machine()
    ) {
        self.environment = environment
        self.invocation = invocation
        self.machine = machine
        let project =
            projectDirectory.map { Self.folder($0, workingDirectory, environment) }
            ?? Self.nearestProject(workingDirectory)
        self.projectDirectory = project
        if let profilesDirectory {
            self.profilesDirectory = Self.folder(profilesDirectory, workingDirectory, environment)
            return
        }
        let own = [workingDirectory, project].first {
            Self.exists(ProfileText.fileName, in: $0)
        }
        self.profilesDirectory = own ?? Self.folder("~/.dbt", workingDirectory, environment)
    }

    private static func folder(
        _ path: String, _ base: URL, _ environment: [String: String]
    ) -> URL {
        var path = path
        if path == "~" || path.hasPrefix("~/"), let home = environment["HOME"] {
            path = home + path.dropFirst()
        }
        return URL(fileURLWithPath: path, isDirectory: true, relativeTo: base).standardizedFileURL
    }

    private static func exists(_ file: String, in folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: file).path)
    }

    private static func nearestProject(_ start: URL) -> URL {
        var folder = start.standardizedFileURL
        while !exists(ProjectFile.fileName, in: folder) {
            let above = folder.deletingLastPathComponent().standardizedFileURL
            // A relative path, as of a working directory that is gone, grows on the way up.
            if above.path.utf8.count >= folder.path.utf8.count { return start }
            folder = above
        }
        return folder
    }

    /// The variables of a text such as `{start: 2024-01-01, limit: 5}` or JSON.
    public static func variables(_ text: String) throws(PipelineError) -> [String: Value] {
        try mapping(text, option: "--vars")
    }

    /// The named values of an option that takes YAML: `--vars`, `--args`.
    public static func mapping(
        _ text: String, option: String
    ) throws(PipelineError) -> [String: Value] {
        let node: YAML.Node
        do { node = try YAML.parse(text, file: option) } catch { throw PipelineError(error) }
        if node.isNull { return [:] }
        guard case .mapping(let mapping) = node.value else {
            throw PipelineError(
                .configuration, "\(option) must be names with values",
                hint: "Write \(option) '{name: value}'.")
        }
        var values: [String: Value] = [:]
        for name in mapping.names { values[name] = mapping[name].map { Value($0) } }
        return values
    }

    /// What `dbt_project.yml` says, before the target is known.
    ///
    /// - Parameter isLenient: whether variables without a value are None, and no error.
    public func projectFile(isLenient: Bool = false) throws(PipelineError) -> ProjectFile {
        try ProjectFile.load(
            directory: projectDirectory, environment: environment, variables: variables,
            isLenient: isLenient)
    }

    /// The target to run with.
    public func profile() throws(PipelineError) -> Profile {
        var name = profileName
        if name == nil { name = try projectFile().profile }
        guard let name else {
            throw PipelineError(
                .projectFile, "the project names no profile", file: ProjectFile.fileName,
                hint: "Write `profile: NAME` into it, or give --profile NAME.")
        }
        var profile = try Profile.load(
            directory: profilesDirectory, name: name, target: target, environment: environment,
            variables: variables, base: projectDirectory, machine: machine)
        if let threads { profile.threads = threads }
        return profile
    }

    /// The project as it is with the target.
    public func project(profile: Profile) throws(PipelineError) -> Project {
        try Project.load(
            directory: projectDirectory,
            options: LoadOptions(
                profile: profile, variables: variables, environment: environment,
                invocation: invocation))
    }

    /// Where artifacts and compiled SQL go.
    public func targetDirectory(_ path: String? = nil) -> URL {
        let own = (try? projectFile().targetPath) ?? "target"
        return URL(
            fileURLWithPath: path ?? own, isDirectory: true, relativeTo: projectDirectory
        ).standardizedFileURL
    }
}
