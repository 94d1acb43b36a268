internal import Jinja
internal import YAML

/// Renders the templates of an entry of a properties file, as dbt does before it looks at it:
/// everywhere but in what is rendered later or never, which is told by the keys above it.
struct SchemaTemplates {
    let renderer: ValueRenderer
    let section: String

    /// The entry with everything rendered that is rendered now.
    func rendered(_ node: YAML.Node) throws(PipelineError) -> YAML.Node {
        try rendered(node, [])
    }

    private func rendered(
        _ node: YAML.Node, _ path: [String]
    ) throws(PipelineError) -> YAML.Node {
        switch node.value {
        case .string(let text):
            guard TemplateEnvironment.isTemplate(text), !isKept(path) else { return node }
            let value = try renderer.render(text, file: node.position?.file, line: node.line)
            let plain = YAML.Node(template: value) ?? YAML.Node(.string(value.pythonText))
            // Quoted, so that nothing is read out of its text.
            return YAML.Node(plain.value, at: node.position, style: .doubleQuoted)
        case .sequence(let items):
            var nodes: [YAML.Node] = []
            for (index, item) in items.enumerated() {
                nodes.append(try rendered(item, path + [String(index)]))
            }
            return with(.sequence(nodes), node)
        case .mapping(let mapping):
            var result = YAML.Mapping()
            for entry in mapping {
                let name = Value(entry.key).pythonText
                result.set(entry.key, try rendered(entry.value, path + [name]))
            }
            return with(.mapping(result), node)
        default: return node
        }
    }

    private func with(_ value: YAML.Node.Value, _ node: YAML.Node) -> YAML.Node {
        YAML.Node(
            value, at: node.position, style: node.style, tag: node.tag, source: node.source)
    }

    // MARK: What is left as it is

    private func isKept(_ path: [String]) -> Bool {
        switch section {
        case "sources":
            if ["description", "loaded_at_query"].contains(path[0]) { return true }
            if path.starts(with: ["config", "loaded_at_query"]) { return true }
            return path[0] == "tables" && Self.isLater(Array(path.dropFirst(2)))
        case "macros" where path[0] == "arguments": return Self.isLater(Array(path.dropFirst()))
        case "saved_queries" where path.starts(with: ["query_params", "where"]): return true
        case "metrics":
            return path.suffix(2).contains("filter") || Self.isLater(path)
        default:
            if path[0] == "metrics", path.suffix(2).contains("filter") { return true }
            return Self.isLater(path)
        }
    }

    private static let tests: Set<String> = ["tests", "data_tests", "description"]
    private static let parts: Set<String> = [
        "columns", "dimensions", "measures", "entities", "metrics",
    ]

    private static func isLater(_ path: [String]) -> Bool {
        func has(_ place: Int, _ names: Set<String>) -> Bool {
            path.indices.contains(place) && names.contains(path[place])
        }
        let own = tests.union(["loaded_at_query"])
        if has(0, own) || path.count == 2 && has(1, own) { return true }
        if has(0, ["config"]), has(1, ["pre_hook", "post_hook", "loaded_at_query"]) { return true }
        if path.count == 5, has(4, ["description"]) { return true }
        if has(0, ["versions"]), has(2, tests) || has(2, ["columns"]) && has(4, tests) {
            return true
        }
        if has(0, parts), has(2, tests) { return true }
        return has(0, ["derived_semantics"]) && has(1, ["dimensions", "entities"]) && has(3, tests)
    }
}
