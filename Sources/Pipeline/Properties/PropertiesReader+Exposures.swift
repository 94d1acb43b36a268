internal import Jinja
internal import YAML

extension PropertiesReader {
    private static let exposureKeys = [
        "name", "label", "type", "maturity", "url", "description", "depends_on", "owner", "tags",
        "meta", "config", "enabled",
    ]
    private static let exposureTypes = [
        "dashboard", "notebook", "analysis", "ml", "application",
    ]

    mutating func readExposure(_ node: YAML.Node, file: String) throws(PipelineError) {
        let keys = try mapping(node, "expected the properties of an exposure")
        guard let name = try text(keys["name"]) else {
            throw failure("an exposure's name is missing", node)
        }
        try checkKeys(keys, known: Self.exposureKeys, of: "the exposure '\(name)'")
        try check(keys, PropertyShapes.exposure, of: "the exposure '\(name)'")
        let type = try text(keys["type"]) ?? ""
        guard Self.exposureTypes.contains(type) else {
            var failure = failure("the exposure '\(name)' has the type '\(type)'", node)
            failure.hint =
                suggestion(for: type, among: Self.exposureTypes)
                ?? "It can be \(Self.exposureTypes.joined(separator: ", "))."
            throw failure
        }
        guard let owner = keys["owner"] else {
            throw failure("the exposure '\(name)' needs an owner", node)
        }
        try checkOwner(owner, of: "the exposure '\(name)'")
        var folders = ProjectFiles.parts(of: file, in: [String(file.prefix { $0 != "/" })])
        folders.removeLast()
        var exposure = Exposure(
            id: "exposure.\(projectName).\(name)", name: name, package: projectName, file: file,
            line: node.line, fqn: [projectName] + folders + [name], type: type)
        exposure.unrendered = try configuration(keys["config"])
        exposure.configuration.add(exposure.unrendered)
        for key in ["tags", "meta", "enabled"] {
            guard let value = keys[key] else { continue }
            exposure.configuration.add(key, try renderer.value(value))
        }
        try check(exposure.configuration, of: "the exposure '\(name)'", node)
        guard try exposure.configuration.bool("enabled") ?? true else { return }
        exposure.label = try text(keys["label"])
        exposure.maturity = try text(keys["maturity"])
        exposure.url = try text(keys["url"])
        exposure.description = try description(keys["description"])
        exposure.owner =
            try keys["owner"].map { (node) throws(PipelineError) in
                try renderer.value(node)
            } ?? .dict(Dict())
        exposure.tags = unique(try exposure.configuration.strings("tags")).sorted()
        exposure.meta = exposure.configuration["meta"] ?? .dict(Dict())
        for item in try items(keys["depends_on"]) {
            if let metric = try metric(item) {
                exposure.metrics.append(metric)
                continue
            }
            exposure.references.append(
                Reference(target: try target(item), file: file, line: item.line))
        }
        if let other = properties.exposures.first(where: { $0.name == name }) {
            var failure = failure(
                "the exposure '\(name)' is declared twice, also in \(other.file):\(other.line)",
                node)
            failure.code = .duplicate
            throw failure
        }
        properties.exposures.append(exposure)
    }

    /// An owner is there to be asked.
    private func checkOwner(_ node: YAML.Node, of what: String) throws(PipelineError) {
        let names = [node["name"], node["email"]].compactMap(\.self).filter { !$0.isNull }
        guard names.isEmpty else { return }
        throw failure("the owner of \(what) needs a `name` or an `email`", node)
    }

    /// `ref('x')`, `ref('package', 'x')` or `source('x', 'y')`.
    private func target(_ node: YAML.Node) throws(PipelineError) -> Reference.Target {
        let written = try text(node) ?? ""
        if let target = Reference.Target(written: written) { return target }
        throw failure("expected ref('model'), source('group', 'table') or metric('name')", node)
    }

    /// The name in `metric('name')`; nil for anything else.
    private func metric(_ node: YAML.Node) throws(PipelineError) -> String? {
        let written = try text(node) ?? ""
        guard written.hasPrefix("metric("), written.hasSuffix(")") else { return nil }
        return written.dropFirst(7).dropLast().filter { !"'\" ".contains($0) }
    }

    mutating func readGroup(_ node: YAML.Node, file: String) throws(PipelineError) {
        let keys = try mapping(node, "expected the properties of a group")
        guard let name = try text(keys["name"]) else {
            throw failure("a group's name is missing", node)
        }
        try checkKeys(keys, known: ["name", "owner", "description", "config"], of: "'\(name)'")
        try check(keys, PropertyShapes.group, of: "the group '\(name)'")
        guard let owner = keys["owner"] else { throw failure("a group needs an owner", node) }
        try checkOwner(owner, of: "the group '\(name)'")
        if let other = properties.groups.first(where: { $0.name == name }) {
            var failure = failure(
                "the group '\(name)' is declared twice, also in \(other.file):\(other.line)", node)
            failure.code = .duplicate
            throw failure
        }
        properties.groups.append(
            Group(
                id: "group.\(projectName).\(name)", name: name, package: projectName, file: file,
                line: node.line, description: try text(keys["description"]) ?? "",
                owner: try renderer.value(owner)))
    }
}
