internal import Foundation
internal import Jinja

/// Makes nodes of the files of the project or of one of its packages.
struct ProjectLoader {
    let package: Package
    /// The configs of the project that is run, which win over all that a package says.
    let root: ProjectFile
    let session: Session
    var nodes: [Node] = []
    private(set) var sources: [Source] = []
    private(set) var exposures: [Exposure] = []
    private(set) var groups: [Group] = []
    private(set) var semantics: [SemanticResource] = []
    private(set) var measures: [String: String] = [:]
    var warnings: [Warning] = []
    /// Names of nodes and `source.group.table` of sources that are disabled.
    var disabled: Set<String> = []
    /// The uses of each node, by its id.
    var references: [String: [Reference]] = [:]
    /// What properties files say, by ``Patch/key``.
    private var patches: [String: Patch] = [:]
    /// The versions of models, by the name of the file that holds each.
    private var versions: [String: Patch] = [:]
    var placesByName: [String: Int] = [:]

    init(package: Package, root: ProjectFile, session: Session) {
        self.package = package
        self.root = root
        self.session = session
        warnings = package.file.warnings
    }

    var file: ProjectFile { package.file }
    var files: ProjectFiles { package.files }

    /// The configs of a kind of resource by folder.
    func trees(_ path: KeyPath<ProjectFile, ConfigurationTree>) -> ConfigurationTrees {
        ConfigurationTrees(
            own: file[keyPath: path], over: file.name == root.name ? nil : root[keyPath: path])
    }

    mutating func load() throws(PipelineError) {
        let properties = try readProperties()
        for path in files.paths(in: file.seedPaths, ending: [".csv"]) {
            try add(path, kind: .seed, folders: file.seedPaths, trees(\.seeds))
        }
        for path in files.paths(in: file.modelPaths, ending: [".sql", ".py"]) {
            try add(path, kind: .model, folders: file.modelPaths, trees(\.models))
        }
        try addSnapshots(properties)
        for path in files.paths(in: file.functionPaths, ending: [".sql"]) {
            try add(path, kind: .function, folders: file.functionPaths, trees(\.functions))
        }
        if let path = files.paths(in: file.functionPaths, ending: [".py"]).first {
            throw PipelineError.unsupported("a function in Python", file: path, line: 1)
        }
        for path in files.paths(in: file.analysisPaths, ending: [".sql"]) {
            // dbt gives analyses the configs of models.
            try add(path, kind: .analysis, folders: file.analysisPaths, trees(\.models))
        }
        let apart = file.testPaths.flatMap { [$0 + "/generic/", $0 + "/fixtures/"] }
        for path in files.paths(in: file.testPaths, ending: [".sql"])
        where !apart.contains(where: path.hasPrefix) {
            try add(path, kind: .test, folders: file.testPaths, trees(\.tests))
        }
        try addGenericTests(properties)
        try addUnitTests(properties)
        warnAboutUnused(properties)
    }

    // MARK: Files

    private mutating func readProperties() throws(PipelineError) -> Properties {
        var reader = PropertiesReader(
            templates: ValueRenderer(names: session.valueNames(for: file.name)),
            projectName: file.name, profile: session.profile,
            doc: session.docs.function(from: file.name), sourceTrees: trees(\.sources),
            semanticTrees: [
                .semanticModel: trees(\.semanticModels), .metric: trees(\.metrics),
                .savedQuery: trees(\.savedQueries),
            ],
            fixtures: (
                files.paths(in: file.testPaths.map { $0 + "/fixtures" }, ending: [".csv", ".sql"]),
                files
            ))
        let folders = unique(
            file.modelPaths + file.seedPaths + file.testPaths + file.analysisPaths
                + file.macroPaths + file.snapshotPaths + file.functionPaths)
        for path in files.paths(in: folders, ending: [".yml", ".yaml"]) {
            try reader.read(try files.read(path), file: path)
        }
        let properties = reader.properties
        warnings += properties.warnings
        exposures = properties.exposures
        groups = properties.groups
        semantics = properties.semantics
        measures = properties.measures
        for patch in properties.patches {
            let key = patch.key
            if let other = patches[key] {
                throw PipelineError(
                    .duplicate,
                    "'\(patch.name)' is described twice, also in \(other.file):\(other.line)",
                    file: patch.file, line: patch.line)
            }
            patches[key] = patch
        }
        findVersions(properties)
        for declaration in properties.sources {
            let source = declaration.source
            if !source.isEnabled {
                disabled.insert("source.\(source.sourceName).\(source.name)")
                continue
            }
            if let other = sources.first(where: { $0.id == source.id }) {
                throw PipelineError(
                    .duplicate,
                    "the source '\(source.sourceName).\(source.name)' is declared twice, also in "
                        + "\(other.file):\(other.line)", file: source.file, line: source.line)
            }
            sources.append(source)
        }
        return properties
    }

    // MARK: Nodes

    private mutating func add(
        _ path: String, kind: Node.Kind, folders: [String], _ trees: ConfigurationTrees
    ) throws(PipelineError) {
        let parts = ProjectFiles.parts(of: path, in: folders)
        let name = parts.last ?? path
        if kind == .model, let patch = versions[name], let version = patch.version {
            var node = try draft(
                path, kind: kind, name: patch.name,
                path: [file.name] + parts.dropLast() + [patch.name, version.tag],
                id: "model.\(file.name).\(patch.name).\(version.tag)")
            node.version = version
            return try settle(node, trees)
        }
        try settle(
            try draft(
                path, kind: kind, name: name,
                path: [file.name] + (kind == .analysis ? ["analysis"] : []) + parts), trees)
    }

    /// Which files hold versions of models: `defined_in`, else `orders_v1` for version 1 of
    /// `orders`, and for the latest also `orders`.
    private mutating func findVersions(_ properties: Properties) {
        let paths = files.paths(in: file.modelPaths, ending: [".sql", ".py"])
        let names = Set(
            paths.compactMap { ProjectFiles.parts(of: $0, in: file.modelPaths).last })
        for patch in properties.patches {
            guard let version = patch.version else { continue }
            let usual = patch.definedIn ?? "\(patch.name)_\(version.tag)"
            if names.contains(usual) {
                versions[usual] = patch
            } else if version.isLatest, names.contains(patch.name) {
                versions[patch.name] = patch
            } else {
                warnings.append(
                    Warning(
                        "version \(version.text) of '\(patch.name)' has no file: \(usual).sql",
                        file: patch.file, line: patch.line))
            }
        }
    }

    /// Gives a node its configuration, its dependencies and its relation, and takes it in.
    mutating func settle(_ draft: Node, _ trees: ConfigurationTrees) throws(PipelineError) {
        var node = draft
        let name = node.name
        trees.apply(to: &node.configuration, for: node.fqn)
        node.unrendered = trees.written(for: node.fqn)
        if let patch = patches["\(node.kind.section)/\(node.searchName)"] {
            node.configuration.add(patch.configuration)
            node.unrendered.merge(patch.configuration) { $1 }
            // dbt adds the tags of a properties file twice.
            if let tags = patch.configuration["tags"]?.elements {
                node.unrendered["tags"] = Value(tags + tags)
            }
            node.description = patch.description
            node.columns = patch.columns
            node.constraints = patch.constraints
            node.patchFile = patch.file
            node.deprecation = patch.deprecation
            node.signature = patch.signature
        }
        // As dbt has it, whatever the project's files say of models.
        if node.isPython { node.configuration.add("materialized", "table") }
        do {
            var references: [Reference] = []
            if let template = node.template {
                references = try NodeParser(session: session).parse(&node, template, trees)
            } else {
                trees.override(&node.configuration, for: node.fqn)
            }
            try NodeParser(session: session).complete(&node)
            try insert(node, references)
        } catch {
            throw error.located(
                file: node.file, line: node.kind == .snapshot ? node.line : nil, node: name)
        }
    }

    /// A node with nothing but its file.
    private func draft(
        _ path: String, kind: Node.Kind, name: String, path parts: [String], id: String? = nil
    ) throws(PipelineError) -> Node {
        let code = kind == .seed ? "" : try files.read(path)
        var template: Template?
        if kind == .model, path.hasSuffix(".py") {
            template = try pythonTemplate(code, path: path)
        } else if kind != .seed {
            do {
                template = try TemplateEnvironment.shared.template(
                    code, name: package.prefix + path)
            } catch {
                throw PipelineError(error).located(file: path, node: name)
            }
            if let section = template?.sections.first {
                throw PipelineError.unsupported(
                    "a \(section.tag) in a \(kind.rawValue)'s file", file: path,
                    line: section.line)
            }
        }
        return Node(
            id: id ?? "\(kind.rawValue).\(file.name).\(name)", kind: kind, name: name,
            package: file.name, path: path, prefix: package.prefix, line: 1, fqn: parts, code: code,
            configuration: Configuration(), description: "", columns: [], tags: [],
            relation: Relation(
                database: session.profile.database, schema: session.profile.schema,
                identifier: name), test: nil, materialization: kind.materialization,
            template: template)
    }

    /// The calls of a Python model, as a template: what it reads and how it is configured.
    private func pythonTemplate(_ code: String, path: String) throws(PipelineError) -> Template {
        do throws(PipelineError) {
            guard code.contains(/(?m)^def\s+model\s*\(\s*\w+\s*,\s*\w+\s*\)/) else {
                throw PipelineError(
                    .template, "the file of a Python model has one function `model`",
                    hint: "Write def model(dbt, session): and return a table.")
            }
            if TemplateEnvironment.isTemplate(code) {
                throw PipelineError(
                    .template, "a Python model is no template",
                    hint: "Use dbt.config.get('name') for what is not known beforehand.")
            }
            let calls = try PythonCall.all(in: code)
            do {
                return try TemplateEnvironment.shared.template(
                    calls.map(\.template).joined(separator: "\n"), name: package.prefix + path)
            } catch {
                throw PipelineError(error)
            }
        } catch {
            throw error.located(file: path)
        }
    }

    mutating func insert(
        _ node: Node, _ references: [Reference]
    ) throws(PipelineError) {
        guard try node.configuration.bool("enabled") ?? true else {
            disabled.insert(node.searchName)
            return
        }
        // A function may have the name of a model.
        let name = node.kind == .function ? "function." + node.name : node.searchName
        if let place = placesByName[name], !node.isTest {
            let other = nodes[place]
            throw PipelineError(
                .duplicate,
                "the \(node.kind.rawValue) '\(node.name)' has the name of the "
                    + "\(other.kind.rawValue) in \(other.file)",
                hint: "Rename one of the files; `alias` keeps the relation's name.")
        }
        if !node.isTest { placesByName[name] = nodes.count }
        nodes.append(node)
        self.references[node.id] = references
    }
}
