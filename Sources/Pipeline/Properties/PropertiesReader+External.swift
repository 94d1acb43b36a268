internal import Jinja
internal import YAML

extension PropertiesReader {
    /// Where a source's rows lie outside of the database, as dbt-duckdb has it: the text under
    /// `external_location` with `{name}`, `{schema}`, `{identifier}` and the source's own meta
    /// put in; nil for a table.
    func externalLocation(
        _ configuration: Configuration, relation: Relation, name: String, _ node: YAML.Node
    ) throws(PipelineError) -> String? {
        var values: [String: Value] = [
            "name": .string(name), "identifier": Value(relation.identifier),
            "schema": Value(relation.schema), "database": Value(relation.database),
        ]
        for entry in configuration["meta"]?.dict?.entries ?? [] {
            values[entry.key.pythonText] = entry.value
        }
        for (key, value) in configuration.values where key != "meta" { values[key] = value }
        if values["plugin"]?.isNone == false {
            throw PipelineError.unsupported(
                "the `plugin` of the source '\(name)'", file: node.position?.file,
                line: node.line)
        }
        guard let pattern = values["external_location"]?.string else { return nil }
        let formatter = values["formatter"]?.string ?? "newstyle"
        let location: String
        switch formatter {
        case "newstyle": location = try filled(pattern, open: "{", close: "}", values, node)
        case "oldstyle": location = try filled(pattern, open: "%(", close: ")s", values, node)
        case "template":
            location = try filled(
                pattern.replacing("${", with: "{"), open: "{", close: "}", values, node)
        default:
            throw failure(
                "the formatter '\(formatter)' is none of newstyle, oldstyle and template", node)
        }
        return location.contains("(") || location.hasPrefix("'") ? location : literal(location)
    }

    private func filled(
        _ pattern: String, open: String, close: String, _ values: [String: Value],
        _ node: YAML.Node
    ) throws(PipelineError) -> String {
        var result = ""
        var rest = pattern[...]
        while let start = rest.firstRange(of: open) {
            result += rest[..<start.lowerBound]
            guard let end = rest[start.upperBound...].firstRange(of: close) else { break }
            let name = String(rest[start.upperBound..<end.lowerBound])
            guard let value = values[name] else {
                var failure = failure("`external_location` names '\(name)', which is not set", node)
                failure.hint = suggestion(for: name, among: values.keys)
                throw failure
            }
            result += value.pythonText
            rest = rest[end.upperBound...]
        }
        return result + rest
    }
}
