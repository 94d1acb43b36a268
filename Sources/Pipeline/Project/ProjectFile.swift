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
    /// Where compiled SQL is written on request.
    let targetPath: String
    let models, seeds, tests, sources: ConfigurationTree
    let onRunStart, onRunEnd: [Hook]
    let variables: [String: Value]
    let warnings: [Warning]

    static let fileName = "dbt_project.yml"

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
        profile: Profile? = nil
    ) throws(PipelineError) -> ProjectFile {
        let url = directory.appending(path: fileName)
        guard let text = try? String(contentsOf: url, encoding: .utf8) else {
            throw PipelineError(
                .projectFile, "there is no readable dbt_project.yml in this folder",
                file: url.path, hint: "Run this in the folder of a project, or name that folder.")
        }
        var names: [String: Value] = [
            "env_var": EnvironmentVariables(values: environment).function,
            "var": Variables(given: variables).function,
        ]
        if let profile { names["target"] = TargetFacts(profile: profile).value }
        return try ProjectFileReader(renderer: ValueRenderer(names: names)).read(text)
    }
}
