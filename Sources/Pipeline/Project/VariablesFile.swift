internal import Foundation
internal import Jinja
internal import YAML

/// `vars.yml` beside `dbt_project.yml`: the project's variables in a file of their own.
enum VariablesFile {
    static let name = "vars.yml"

    /// What stands under `vars`; nothing where there is no such file.
    static func read(_ directory: URL) throws(PipelineError) -> [String: Value] {
        let url = directory.appending(path: name)
        guard let text = try? String(contentsOf: url, encoding: .utf8) else { return [:] }
        let document: YAML.Node
        do { document = try YAML.parse(text, file: name) } catch { throw PipelineError(error) }
        guard let node = document["vars"], !node.isNull else { return [:] }
        guard case .mapping(let mapping) = node.value else {
            throw PipelineError(
                .projectFile, "expected variables by name", file: name, line: node.line)
        }
        var variables: [String: Value] = [:]
        for key in mapping.names { variables[key] = mapping[key].map { Value($0) } }
        return variables
    }
}
