internal import Jinja
internal import YAML

/// Reads properties files: `schema.yml`, `sources.yml` and their like.
struct PropertiesReader {
    /// What templates of the file may use.
    let templates: ValueRenderer
    /// Values as they are: templates are rendered before the keys are read.
    let renderer = ValueRenderer(names: [:], isDone: true)
    let projectName: String
    let profile: Profile
    /// `doc()`.
    let doc: Value
    /// The configuration of sources in the project files.
    let sourceTrees: ConfigurationTrees
    /// The configuration of the semantic layer in the project files.
    let semanticTrees: [SemanticResource.Kind: ConfigurationTrees]
    /// The fixtures of unit tests: their paths, and where they are read.
    let fixtures: (paths: [String], files: ProjectFiles)
    var properties = Properties()

    static let sections = [
        "version", "models", "seeds", "sources", "macros", "analyses", "tests", "data_tests",
        "exposures", "groups", "anchors", "snapshots", "unit_tests", "semantic_models", "metrics",
        "saved_queries", "functions",
    ]
    /// Sections in which dbt takes nothing for a list.
    private static let mayBeEmpty = ["version", "anchors", "tests", "data_tests"]
    static let modelKeys = [
        "name", "description", "docs", "config", "columns", "tests", "data_tests", "meta", "tags",
        "access", "group", "deprecation_date", "primary_key", "constraints", "latest_version",
        "versions", "time_spine", "relation",
    ]
    static let columnKeys = [
        "name", "description", "data_type", "tests", "data_tests", "meta", "tags", "quote",
        "constraints", "config", "policy_tags", "dimension", "entity", "granularity",
    ]

    mutating func read(_ text: String, file: String) throws(PipelineError) {
        let document: YAML.Node
        do { document = try YAML.parse(text, file: file) } catch { throw PipelineError(error) }
        if document.isNull { return }
        let keys = try mapping(document, "expected sections such as `models`")
        for entry in keys {
            guard case .string(let section) = entry.key.value else { continue }
            if entry.value.isNull, Self.sections.contains(section),
                !Self.mayBeEmpty.contains(section)
            {
                throw failure("the section '\(section)' is empty: expected a list", entry.value)
            }
            if let kind = SemanticResource.Kind.allCases.first(where: { $0.section == section }) {
                for item in try entries(entry.value, of: section) {
                    try readSemantics(kind, item, file: file)
                }
                continue
            }
            switch section {
            case "functions":
                for item in try entries(entry.value, of: section) {
                    properties.patches.append(try functionPatch(item, file: file))
                }
            case "models", "seeds", "snapshots", "analyses", "tests", "data_tests":
                for item in try entries(entry.value, of: section) {
                    properties.patches += try patches(item, section: section, file: file)
                }
            case "sources":
                for item in try entries(entry.value, of: section) {
                    try readSource(item, file: file)
                }
            case "exposures":
                for item in try entries(entry.value, of: section) {
                    try readExposure(item, file: file)
                }
            case "unit_tests":
                for item in try entries(entry.value, of: section) {
                    try readUnitTest(item, file: file)
                }
            case "groups":
                for item in try entries(entry.value, of: section) {
                    try readGroup(item, file: file)
                }
            case "macros":
                for item in try entries(entry.value, of: section) {
                    let keys = try mapping(item, "expected the properties of a macro")
                    let name = try self.text(keys["name"]) ?? ""
                    try check(keys, PropertyShapes.macro, of: "the macro '\(name)'")
                }
            case "version", "anchors": break
            default:
                warn(
                    "the section '\(section)' is unknown and not read. "
                        + (suggestion(for: section, among: Self.sections) ?? ""), entry.key)
            }
        }
    }

    /// The entries of a section, rendered.
    private func entries(
        _ node: YAML.Node, of section: String
    ) throws(PipelineError) -> [YAML.Node] {
        let templates = SchemaTemplates(renderer: templates, section: section)
        var rendered: [YAML.Node] = []
        for item in try items(node) { rendered.append(try templates.rendered(item)) }
        return rendered
    }

    mutating func patch(
        _ node: YAML.Node, section: String, file: String
    ) throws(PipelineError) -> Patch {
        let keys = try mapping(node, "expected the properties of a resource")
        guard let name = try text(keys["name"]) else { throw failure("a name is missing", node) }
        try checkKeys(keys, known: Self.modelKeys, of: "'\(name)'")
        try check(keys, PropertyShapes.node, of: "'\(name)'")
        var patch = Patch(section: section, name: name, file: file, line: node.line)
        patch.description = try description(keys["description"])
        patch.configuration = try configuration(keys["config"])
        for key in ["tags", "meta", "docs", "access", "group"] {
            guard let value = keys[key], patch.configuration[key] == nil else { continue }
            patch.configuration[key] = try renderer.value(value)
        }
        if section == "snapshots" { patch.relation = try text(keys["relation"]) }
        patch.constraints = try constraints(keys["constraints"])
        patch.tests = try tests(keys, file: file)
        patch.deprecation = try deprecation(keys["deprecation_date"], of: name)
        for column in try items(keys["columns"]) {
            patch.columns.append(try self.column(column, file: file, tests: &patch.tests))
        }
        return patch
    }

    /// A column's properties; its tests are added to the list.
    mutating func column(
        _ node: YAML.Node, file: String, tests: inout [TestDeclaration]
    ) throws(PipelineError) -> ColumnProperties {
        let keys = try mapping(node, "expected the properties of a column")
        guard let name = try text(keys["name"]) else { throw failure("a name is missing", node) }
        try checkKeys(keys, known: Self.columnKeys, of: "the column '\(name)'")
        try check(keys, PropertyShapes.column, of: "the column '\(name)'")
        let isQuoted = try keys["quote"].map { (node) throws(PipelineError) in
            try renderer.value(node).bool == true
        }
        let tags = try strings(keys["tags"] ?? keys["config"]?["tags"])
        tests += try self.tests(
            keys, file: file, columnName: isQuoted == true ? quoted(name) : name, tags: tags)
        return ColumnProperties(
            name: name, description: try description(keys["description"]),
            dataType: try text(keys["data_type"]), tags: tags,
            meta: try (keys["meta"] ?? keys["config"]?["meta"]).map {
                (node) throws(PipelineError) in
                try renderer.value(node)
            } ?? .dict(Dict()), quoted: isQuoted ?? false,
            constraints: try constraints(keys["constraints"]))
    }

    /// The tests below a resource or a column, under either of their names.
    func tests(
        _ keys: YAML.Mapping, file: String, columnName: String? = nil, tags: [String] = []
    ) throws(PipelineError) -> [TestDeclaration] {
        if let old = keys["tests"], let new = keys["data_tests"], !old.isNull, !new.isNull {
            throw failure("`tests` and `data_tests` are two names for one list", old)
        }
        return try items(keys["data_tests"] ?? keys["tests"]).map {
            TestDeclaration(node: $0, columnName: columnName, columnTags: tags, file: file)
        }
    }

    // MARK: Small readers

    func configuration(_ node: YAML.Node?) throws(PipelineError) -> [String: Value] {
        guard let node, !node.isNull else { return [:] }
        var configuration: [String: Value] = [:]
        for entry in try mapping(node, "expected configs by name") {
            guard case .string(var key) = entry.key.value else { continue }
            if key.hasPrefix("+") { key.removeFirst() }
            let isHook = key.hasSuffix("hook")
            configuration[key] = isHook ? Value(entry.value) : try renderer.value(entry.value)
        }
        return configuration
    }

    /// A description with its templates rendered, which may use `doc()`.
    func description(_ node: YAML.Node?) throws(PipelineError) -> String {
        guard let written = try text(node), TemplateEnvironment.isTemplate(written) else {
            return try text(node) ?? ""
        }
        let context = Context(templates.names.merging(["doc": doc]) { $1 })
        do throws(JinjaError) {
            let name = node?.position?.file ?? "a description"
            return try TemplateEnvironment.shared.template(written, name: name).render(in: context)
        } catch {
            throw PipelineError(error).located(file: node?.position?.file, line: node?.line)
        }
    }

    func mapping(
        _ node: YAML.Node, _ expectation: String
    ) throws(PipelineError) -> YAML.Mapping {
        guard case .mapping(let mapping) = node.value else { throw failure(expectation, node) }
        return mapping
    }

    func items(_ node: YAML.Node?) throws(PipelineError) -> [YAML.Node] {
        guard let node, !node.isNull else { return [] }
        guard case .sequence(let items) = node.value else {
            throw failure("expected a list", node)
        }
        return items
    }

    /// A text as it is written; descriptions and names are no templates.
    func text(_ node: YAML.Node?) throws(PipelineError) -> String? {
        guard let node, !node.isNull else { return nil }
        do {
            return try node.text()
        } catch {
            throw PipelineError(error)
        }
    }

    /// A text that may be a template.
    func rendered(_ node: YAML.Node?) throws(PipelineError) -> String? {
        guard let node, !node.isNull else { return nil }
        let value = try renderer.value(node)
        return value.isNone ? nil : value.pythonText
    }

    func strings(_ node: YAML.Node?) throws(PipelineError) -> [String] {
        guard let node, !node.isNull else { return [] }
        let value = try renderer.value(node)
        return (value.elements ?? [value]).compactMap(\.string)
    }

    mutating func checkKeys(
        _ keys: YAML.Mapping, known: [String], of what: String
    ) throws(PipelineError) {
        for entry in keys {
            guard case .string(let key) = entry.key.value, !known.contains(key) else { continue }
            warn(
                "the key '\(key)' of \(what) is unknown and not read. "
                    + (suggestion(for: key, among: known) ?? ""), entry.key)
        }
    }

    mutating func warn(_ message: String, _ node: YAML.Node) {
        let text = message.hasSuffix(" ") ? String(message.dropLast()) : message
        properties.warnings.append(Warning(text, file: node.position?.file, line: node.line))
    }

    func failure(_ message: String, _ node: YAML.Node) -> PipelineError {
        PipelineError(
            .configuration, message, file: node.position?.file, line: node.line,
            column: node.column)
    }
}
