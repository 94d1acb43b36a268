public import Foundation
public import Jinja
internal import YAML

/// What `dbt_project.yml` says.
public struct ProjectFile: Sendable {
    /// The project's name, by which configs and ids call it.
    public let name: String
    public let version: String?
    /// The profile it runs with, for `Profile.load`.
    public let profile: String?

    let modelPaths, seedPaths, testPaths, macroPaths, analysisPaths, snapshotPaths: [String]
    let docsPaths: [String]
    /// Folders of functions.
    let functionPaths: [String]
    /// Folders of pictures and the like, which `docs generate` puts beside its page.
    let assetPaths: [String]
    /// Where packages are installed: `packages-install-path`, by default `dbt_packages`.
    let packagesPath: String
    /// Where compiled SQL is written on request.
    let targetPath: String
    /// The folders that `clean` removes.
    let cleanTargets: [String]
    let models, seeds, snapshots, tests, unitTests, sources, functions: ConfigurationTree
    let semanticModels, metrics, savedQueries: ConfigurationTree
    /// Where `adapter.dispatch` looks for the macros of a namespace, in order: `dispatch`.
    let searchOrders: [String: [String]]
    let onRunStart, onRunEnd: [Hook]
    /// Whether a microbatch strategy of the project's own is called batch by batch.
    let batchesCustomMicrobatch: Bool
    /// Whether a package's materialization may stand in the place of dbt's.
    let packagesReplaceMaterializations: Bool
    /// Whether `source freshness` runs the hooks of the project too.
    let runsHooksForFreshness: Bool
    /// Whether nothing is built after a hook of on-run-start that failed.
    package let stopsAfterFailedStart: Bool
    /// Whether the latest version of a model gets a view of the model's name.
    let pointsToLatest: Bool
    /// `vars` as it is written: common values, and below the names of packages theirs.
    let variables: [String: Value]
    /// Options of the command line that `flags` sets for every call, by their names there.
    public let optionSettings: [String: String]
    let warnings: [Warning]

    public static let fileName = "dbt_project.yml"

    /// Reads `dbt_project.yml`.
    ///
    /// - Parameters:
    ///   - directory: the project's folder.
    ///   - environment: what `env_var` sees.
    ///   - variables: what `var` sees.
    ///   - profile: what `target` sees; without it `target` is undefined.
    /// - Throws: code `.projectFile`, `.yaml` or `.unsupported` with the line.
    public static func load(
        directory: URL, environment: [String: String] = [:], variables: [String: Value] = [:],
        profile: Profile? = nil, isLenient: Bool = false
    ) throws(PipelineError) -> ProjectFile {
        try load(
            directory: directory, environment: environment, variables: variables,
            profile: profile, label: fileName, isPackage: false, isLenient: isLenient)
    }

    /// Reads the project file of the project itself, or of a package: there, keys that only the
    /// project's own file decides on are passed over.
    ///
    /// - Parameters:
    ///   - label: what errors call the file.
    ///   - isLenient: whether variables without a value are None, and no error.
    static func load(
        directory: URL, environment: [String: String], variables: [String: Value],
        profile: Profile?, label: String, isPackage: Bool, isLenient: Bool = false
    ) throws(PipelineError) -> ProjectFile {
        let url = directory.appending(path: fileName)
        guard let text = try? String(contentsOf: url, encoding: .utf8) else {
            throw PipelineError(
                .projectFile, "there is no readable dbt_project.yml in this folder",
                file: isPackage ? label : url.path,
                hint: "Run this in the folder of a project, or name that folder.")
        }
        var names: [String: Value] = [
            "env_var": EnvironmentVariables(values: environment).functionWithoutSecrets
        ]
        if let profile { names["target"] = TargetFacts(profile: profile).value }
        let apart = isPackage ? [:] : try VariablesFile.read(directory)
        let values = Variables(layers: [variables, apart])
        names["var"] = isLenient ? values.lenientFunction : values.function
        let reader = ProjectFileReader(
            renderer: ValueRenderer(names: names), file: label, isPackage: isPackage,
            variablesApart: apart)
        return try reader.read(text)
    }

    /// The values of `var()` that this file has for the templates of a package, the package's own
    /// before the common ones.
    func variables(for package: String) -> [[String: Value]] {
        var own: [String: Value] = [:]
        for entry in variables[package]?.dict?.entries ?? [] {
            if let name = entry.key.string { own[name] = entry.value }
        }
        return [own, variables]
    }
}
