public import Foundation
public import Jinja
internal import YAML

public import struct DuckDB.Machine

extension Profile {
    /// Reads one target of `profiles.yml`.
    ///
    /// - Parameters:
    ///   - directory: the folder of `profiles.yml`.
    ///   - name: the profile.
    ///   - target: the target; nil takes the profile's own default.
    ///   - environment: what `env_var` sees.
    ///   - variables: what `var` sees.
    ///   - base: the folder that relative paths start from; nil takes `directory`.
    ///   - machine: the limits to cut to; unknown limits cut nothing.
    /// - Throws: code `.profile` with file and line.
    public static func load(
        directory: URL, name: String, target: String? = nil, environment: [String: String] = [:],
        variables: [String: Value] = [:], base: URL? = nil, machine: Machine = Machine()
    ) throws(PipelineError) -> Profile {
        let url = directory.appending(path: ProfileText.fileName)
        let text: String
        do {
            text = try String(contentsOf: url, encoding: .utf8)
        } catch {
            throw PipelineError(
                .profile, "there is no readable profiles.yml in this folder", file: url.path,
                hint: "Write one, or name its folder.")
        }
        return try parse(
            text, file: ProfileText.fileName, name: name, target: target, environment: environment,
            variables: variables, base: base ?? directory, machine: machine)
    }

    static func parse(
        _ text: String, file: String, name: String, target: String?,
        environment: [String: String], variables: [String: Value] = [:], base: URL,
        machine: Machine
    ) throws(PipelineError) -> Profile {
        let document: YAML.Node
        do { document = try YAML.parse(text, file: file) } catch { throw PipelineError(error) }
        guard case .mapping(let profiles) = document.value else {
            throw PipelineError(
                .profile, "expected profiles by name", file: file, line: document.line)
        }
        guard let profile = profiles[name] else {
            throw PipelineError(
                .profile, "there is no profile '\(name)'", file: file, line: 1,
                hint: suggestion(for: name, among: profiles.names)
                    ?? "This file has: \(profiles.names.joined(separator: ", ")).")
        }
        let renderer = ValueRenderer(names: [
            "env_var": EnvironmentVariables(values: environment).function,
            "var": Variables(layers: [variables]).function,
        ])
        guard case .mapping(let outputs)? = profile["outputs"]?.value, !outputs.isEmpty else {
            throw PipelineError(
                .profile, "the profile '\(name)' has no outputs", file: file, line: profile.line,
                hint: "Targets stand under `outputs`.")
        }
        var wanted = target
        if wanted == nil, let node = profile["target"] {
            wanted = try renderer.value(node).string
        }
        let chosen = wanted ?? "default"
        guard let output = outputs[chosen] else {
            throw PipelineError(
                .profile, "the profile '\(name)' has no target '\(chosen)'", file: file,
                line: profile["outputs"]?.line,
                hint: wanted == nil
                    ? "Say which it is: `target: \(outputs.names[0])`."
                    : suggestion(for: chosen, among: outputs.names)
                        ?? "It has: \(outputs.names.joined(separator: ", ")).")
        }
        var reader = ProfileReader(file: file, renderer: renderer, machine: machine, base: base)
        return try reader.profile(output, name: name, target: chosen)
    }
}
