internal import Jinja
internal import YAML

extension PropertiesReader {
    private static let groupKeys = [
        "name", "description", "database", "schema", "loader", "tables", "freshness",
        "loaded_at_field", "loaded_at_query", "meta", "tags", "quoting", "config", "overrides",
    ]
    private static let tableKeys = [
        "name", "identifier", "description", "columns", "tests", "data_tests", "freshness",
        "loaded_at_field", "loaded_at_query", "external", "meta", "tags", "quoting", "loader",
        "config",
    ]

    /// A group of tables under one name.
    mutating func readSource(_ node: YAML.Node, file: String) throws(PipelineError) {
        let keys = try mapping(node, "expected the properties of a source")
        guard let name = try rendered(keys["name"]) else {
            throw failure("a source's name is missing", node)
        }
        try checkKeys(keys, known: Self.groupKeys, of: "the source '\(name)'")
        try check(keys, PropertyShapes.source, of: "the source '\(name)'")
        if let overrides = keys["overrides"] {
            throw PipelineError.unsupported("`overrides`", file: file, line: overrides.line)
        }
        let group = Group(
            name: name, keys: keys, database: try rendered(keys["database"]),
            schema: try rendered(keys["schema"]) ?? name, tags: try strings(keys["tags"]),
            configuration: try configuration(keys["config"]))
        for table in try items(keys["tables"]) {
            try readTable(table, of: group, file: file)
        }
    }

    private struct Group {
        let name: String
        let keys: YAML.Mapping
        let database: String?
        let schema: String
        let tags: [String]
        let configuration: [String: Value]
    }

    private mutating func readTable(
        _ node: YAML.Node, of group: Group, file: String
    ) throws(PipelineError) {
        let keys = try mapping(node, "expected the properties of a source's table")
        guard let name = try rendered(keys["name"]) else {
            throw failure("a table's name is missing", node)
        }
        try checkKeys(keys, known: Self.tableKeys, of: "the source '\(group.name).\(name)'")
        try check(keys, PropertyShapes.table, of: "the source '\(group.name).\(name)'")
        var folders = ProjectFiles.parts(
            of: file, in: [String(file.prefix { $0 != "/" })])
        folders.removeLast()
        let fqn = [projectName] + folders + [group.name, name]
        var configuration = Configuration()
        sourceTrees.apply(to: &configuration, for: fqn)
        let project = configuration["freshness"]
        configuration.add(group.configuration)
        configuration.add(try self.configuration(keys["config"]))
        for keys in [group.keys, keys] {
            guard let meta = keys["meta"] else { continue }
            configuration.add("meta", try renderer.value(meta))
        }
        sourceTrees.override(&configuration, for: fqn)
        try check(configuration, of: "the source '\(group.name).\(name)'", node)
        var relation = Relation(
            database: group.database ?? profile.database, schema: group.schema,
            identifier: try rendered(keys["identifier"]) ?? name)
        let quoting = try [group.keys, keys].map { (keys) throws(PipelineError) in
            try self.quoting(keys["quoting"])
        }
        relation.isQuoted = RelationObject.parts.map { quoting[1][$0] ?? quoting[0][$0] ?? true }
        relation.external = try externalLocation(
            configuration, relation: relation, name: name, node)
        if relation.external != nil { relation.kind = .external }
        var tests = try self.tests(keys, file: file)
        var columns: [ColumnProperties] = []
        for column in try items(keys["columns"]) {
            columns.append(try self.column(column, file: file, tests: &tests))
        }
        let tags = try configuration.strings("tags")
        var source = Source(
            id: "source.\(projectName).\(group.name).\(name)", sourceName: group.name, name: name,
            package: projectName, file: file, line: node.line, fqn: fqn,
            relation: relation,
            description: try description(keys["description"]), columns: columns,
            tags: unique(group.tags + tags + (try strings(keys["tags"]))),
            meta: configuration["meta"] ?? .dict(Dict()),
            isEnabled: try configuration.bool("enabled") ?? true)
        source.configuration = configuration
        source.quoting = quoting[0].merging(quoting[1]) { $1 }
        source.sourceDescription = try description(group.keys["description"])
        source.sourceMeta = group.configuration["meta"] ?? .dict(Dict())
        source.loader = try text(keys["loader"] ?? group.keys["loader"])
        source.freshness = try freshness(
            project: project, group.keys, keys)
        source.isFreshnessOff =
            [
                keys["config"]?["freshness"], keys["freshness"], group.keys["config"]?["freshness"],
                group.keys["freshness"],
            ].compactMap(\.self).first?.isNull ?? false
        (source.loadedAtField, source.loadedAtQuery) = try loadedAt(group.keys, keys)
        if source.freshness != nil, source.loadedAtField == nil, source.loadedAtQuery == nil {
            warn(
                "the source '\(group.name).\(name)' has a freshness and no `loaded_at_field`", node)
        }
        properties.sources.append(SourceDeclaration(source: source, tests: tests))
    }
}

/// Each text once, in the order of the first.
func unique(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
}
