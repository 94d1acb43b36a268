internal import Jinja
internal import YAML

extension PropertiesReader {
    mutating func readSemantics(
        _ kind: SemanticResource.Kind, _ node: YAML.Node, file: String
    ) throws(PipelineError) {
        let word = kind.rawValue.replacing("_", with: " ")
        let keys = try mapping(node, "expected the properties of a \(word)")
        guard let name = try text(keys["name"]) else {
            throw failure("a \(word)'s name is missing", node)
        }
        var resource = try semantics(kind, name, node, keys, file: file)
        guard try resource.configuration.bool("enabled") ?? true else { return }
        switch kind {
        case .semanticModel:
            let written = try text(keys["model"]) ?? ""
            guard let target = Reference.Target(written: written) else {
                throw failure("the semantic model '\(name)' needs `model: ref('x')`", node)
            }
            resource.model = target
        case .metric:
            resource.metrics = Self.metrics(of: resource.declaration)
            resource.measures = Self.measures(of: resource.declaration)
        case .savedQuery:
            resource.metrics =
                resource.declaration.dict?["query_params"]?.dict?["metrics"]?.elements?
                .compactMap(\.string) ?? []
        }
        try take(resource, node)
        guard kind == .semanticModel else { return }
        for measure in try items(keys["measures"]) {
            let keys = try mapping(measure, "expected the properties of a measure")
            guard let own = try text(keys["name"]) else { throw failure("no name", measure) }
            properties.measures[own] = resource.id
            guard try keys["create_metric"].map(renderer.value)?.bool == true else { continue }
            var metric = try semantics(.metric, own, measure, keys, file: file)
            metric.measures = [own]
            try take(metric, measure)
        }
    }

    private func semantics(
        _ kind: SemanticResource.Kind, _ name: String, _ node: YAML.Node, _ keys: YAML.Mapping,
        file: String
    ) throws(PipelineError) -> SemanticResource {
        var folders = ProjectFiles.parts(of: file, in: [String(file.prefix { $0 != "/" })])
        folders.removeLast()
        let fqn = [projectName] + folders + [name]
        var configuration = Configuration()
        semanticTrees[kind]?.apply(to: &configuration, for: fqn)
        configuration.add(try self.configuration(keys["config"]))
        for key in ["tags", "meta", "group"] {
            guard let value = keys[key] else { continue }
            configuration.add(key, try renderer.value(value))
        }
        semanticTrees[kind]?.override(&configuration, for: fqn)
        return SemanticResource(
            id: "\(kind.rawValue).\(projectName).\(name)", kind: kind, name: name,
            package: projectName, file: file, line: node.line, fqn: fqn,
            configuration: configuration, tags: unique(try configuration.strings("tags")).sorted(),
            declaration: Value(node))
    }

    private mutating func take(_ resource: SemanticResource, _ node: YAML.Node)
        throws(PipelineError)
    {
        if let other = properties.semantics.first(where: { $0.id == resource.id }) {
            var failure = failure(
                "the \(resource.kind.rawValue.replacing("_", with: " ")) '\(resource.name)' is "
                    + "declared twice, also in \(other.file):\(other.line)", node)
            failure.code = .duplicate
            throw failure
        }
        properties.semantics.append(resource)
    }

    /// The metrics that a metric is made from.
    private static func metrics(of declaration: Value) -> [String] {
        let parameters = declaration.dict?["type_params"]?.dict
        let several = parameters?["metrics"]?.elements ?? []
        let single = ["numerator", "denominator"].compactMap { parameters?[$0] }
        return (several + single).compactMap(name)
    }

    /// The measures that a metric adds up.
    private static func measures(of declaration: Value) -> [String] {
        let parameters = declaration.dict?["type_params"]?.dict
        let conversion = parameters?["conversion_type_params"]?.dict
        return [
            parameters?["measure"], conversion?["base_measure"], conversion?["conversion_measure"],
        ].compactMap(\.self).compactMap(name)
    }

    /// A name by itself, or with more that is said of it.
    private static func name(_ value: Value) -> String? {
        value.string ?? value.dict?["name"]?.string
    }
}
