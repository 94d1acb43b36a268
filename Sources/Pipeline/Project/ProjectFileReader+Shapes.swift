internal import Jinja
internal import YAML

extension ProjectFileReader {
    /// Of the keys of a project file.
    private static let shapes: [String: Shape] = [
        "models": .mapping.orNothing, "seeds": .mapping.orNothing, "snapshots": .mapping.orNothing,
        "tests": .mapping, "data_tests": .mapping, "sources": .mapping, "exposures": .mapping,
        "metrics": .mapping, "semantic-models": .mapping, "saved-queries": .mapping,
        "unit_tests": .mapping, "functions": .mapping, "flags": .mapping,
        "vars": .mapping.orNothing, "dbt-cloud": .mapping.orNothing, "dispatch": .list,
        "restrict-access": .flag, "model-paths": .list.orNothing, "seed-paths": .list.orNothing,
        "macro-paths": .list.orNothing, "test-paths": .list.orNothing,
        "analysis-paths": .list.orNothing, "snapshot-paths": .list.orNothing,
        "docs-paths": .list.orNothing, "asset-paths": .list.orNothing,
        "function-paths": .list.orNothing, "clean-targets": .list.orNothing,
        "target-path": .text.orNothing, "packages-install-path": .text.orNothing, "name": .text,
        "quoting": .record(
            [
                "database": .flag.orNothing, "schema": .flag.orNothing,
                "identifier": .flag.orNothing, "snowflake_ignore_case": .flag.orNothing,
            ]).orNothing,
    ]

    /// What is a template is of the shape of its value, which is asked for later.
    func checkShapes(_ keys: YAML.Mapping) throws(PipelineError) {
        for entry in keys {
            guard case .string(let key) = entry.key.value,
                let fault = Self.shapes[key]?.fault(of: Value(entry.value))
            else { continue }
            if case .string(let text) = entry.value.value, TemplateEnvironment.isTemplate(text) {
                continue
            }
            throw failure("`\(key)` must be \(fault), and is \(entry.value.kind)", entry.value)
        }
        guard let version = keys["config-version"] else { return }
        if case .int(2) = version.value { return }
        throw failure("`config-version` is 2", version)
    }
}
