internal import Jinja
internal import YAML

extension PropertiesReader {
    private static let functionKeys = [
        "name", "description", "docs", "config", "meta", "tags", "arguments", "returns", "access",
        "group",
    ]

    /// What an entry of `functions` says.
    mutating func functionPatch(
        _ node: YAML.Node, file: String
    ) throws(PipelineError) -> Patch {
        let keys = try mapping(node, "expected the properties of a function")
        guard let name = try text(keys["name"]) else { throw failure("a name is missing", node) }
        try checkKeys(keys, known: Self.functionKeys, of: "'\(name)'")
        var patch = Patch(section: "functions", name: name, file: file, line: node.line)
        patch.description = try description(keys["description"])
        patch.configuration = try configuration(keys["config"])
        for key in ["tags", "meta", "docs", "access", "group"] {
            guard let value = keys[key], patch.configuration[key] == nil else { continue }
            patch.configuration[key] = try renderer.value(value)
        }
        var signature = FunctionSignature()
        for item in try items(keys["arguments"]) {
            let entry = try mapping(item, "expected an argument: name and data_type")
            guard let name = try text(entry["name"]), let type = try text(entry["data_type"]) else {
                throw failure("an argument of '\(name)' needs name and data_type", item)
            }
            signature.arguments.append(
                .init(
                    name: name, dataType: type, description: try text(entry["description"]),
                    defaultValue: try text(entry["default_value"])))
        }
        if let node = keys["returns"] {
            let returns = try mapping(node, "expected what the function returns: data_type")
            guard let type = try text(returns["data_type"]) else {
                throw failure("`returns` of '\(name)' needs a data_type", node)
            }
            signature.returns = type
            signature.returnsDescription = try text(returns["description"])
        }
        patch.signature = signature
        return patch
    }
}
