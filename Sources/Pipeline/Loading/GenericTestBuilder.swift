import Hashing
internal import Jinja
internal import Synchronization
internal import YAML

/// Makes nodes of the tests that properties files put below models, seeds, sources and columns.
struct GenericTestBuilder {
    /// What a test is attached to.
    struct Target {
        let id: String
        /// As it appears in the test's name.
        let name: String
        let reference: Reference.Target
        /// `source_` for tests of sources.
        let prefix: String
        let file: String
    }

    /// The package whose properties files are read.
    let package: Package
    let session: Session
    let trees: ConfigurationTrees

    /// Keys of a test that configure it instead of being arguments of its macro.
    static let configurationKeys = [
        "severity", "tags", "enabled", "where", "limit", "warn_if", "error_if", "fail_calc",
        "store_failures", "store_failures_as", "meta", "database", "schema", "alias",
    ]

    /// The node of a test; nil when it is disabled.
    func build(
        _ declaration: TestDeclaration, _ target: Target
    ) throws(PipelineError) -> (node: Node, references: [Reference])? {
        var parts = try Parts(declaration.node)
        if let column = declaration.columnName { parts.arguments["column_name"] = .string(column) }
        let model = "{{ get_where_subquery(\(target.reference.text)) }}"
        let (short, full) = names(parts, target)
        var folders = ProjectFiles.parts(
            of: declaration.file, in: [String(declaration.file.prefix { $0 != "/" })])
        folders.removeLast()
        let fqn = [package.name] + folders + [full]

        let written = try renderedConfiguration(parts.configuration)
        if let tags = written["tags"], let fault = Shape.textOrTexts.fault(of: tags) {
            throw PipelineError(
                .configuration,
                "the config 'tags' must be \(fault), and is \(tags.pythonRepresentation)")
        }
        /// The configs with those that the test's macro sets beneath the ones written here.
        func configuration(told: Configuration) -> Configuration {
            var configuration = Configuration()
            trees.apply(to: &configuration, for: fqn)
            configuration.add(told.values)
            configuration.add(written)
            configuration.add("tags", Value(declaration.columnTags))
            trees.override(&configuration, for: fqn)
            return configuration
        }
        let known = configuration(told: Configuration())
        try ConfigurationChecks.checkShapes(known, of: .test)
        guard try known.bool("enabled") ?? true else { return nil }

        let macro = (parts.namespace.map { $0 + "." } ?? "") + "test_" + parts.testName
        let metadata = Value.dict(
            Dict([
                "kwargs": .dict(sorted(parts.arguments, adding: model)),
                "name": .string(parts.testName), "namespace": .string(parts.namespace ?? "None"),
            ]))
        let hash = MD5.hexadecimal(full + metadata.pythonRepresentation).suffix(10)
        var node = Node(
            id: "test.\(package.name).\(full).\(hash)", kind: .test, name: full,
            package: package.name, path: declaration.file, prefix: package.prefix,
            line: declaration.line,
            fqn: fqn, code: "{{ \(macro)(**_dbt_generic_test_kwargs) }}",
            configuration: known, description: parts.description, columns: [], tags: [],
            relation: Relation(
                database: session.profile.database, schema: session.profile.schema,
                identifier: short),
            test: GenericTest(
                name: parts.testName, namespace: parts.namespace, attachedTo: target.id,
                columnName: declaration.columnName,
                arguments: parts.arguments.keys.sorted().map {
                    ($0, parts.arguments[$0] ?? .none)
                }, target: target.reference),
            materialization: .test, template: nil)
        node.unrendered = trees.written(for: fqn).merging(written) { $1 }
        let (references, told) = try look(at: node)
        if !told.values.isEmpty { node.configuration = configuration(told: told) }
        node.unrendered.merge(told.values) { written, _ in written }
        if short != full, node.unrendered["alias"] == nil {
            node.unrendered["alias"] = .string(short)
        }
        node.relation = try NodeParser(session: session).relation(
            of: node, identifier: short == full ? nil : short)
        try ConfigurationChecks.check(node, macros: session.macros)
        node.tags = unique(node.configuration.texts("tags")).sorted()
        return (node, references)
    }

    /// Renders the test without a database to see what it uses and which configs its macro sets.
    private func look(
        at node: Node
    ) throws(PipelineError) -> (references: [Reference], told: Configuration) {
        if let test = node.test, isPlain(test) {
            let reference = Reference(target: test.target, file: node.file, line: node.line)
            return ([reference], Configuration())
        }
        let scope = RenderScope(session: session, subject: Subject(draft: node), mode: .parse)
        defer { scope.finish() }
        // What does not exist fails when it is to run.
        if let test = node.test, session.macros.missing(test, for: package.name) == nil {
            _ = try scope.render(test)
        } else if let test = node.test {
            return (
                [Reference(target: test.target, file: node.file, line: node.line)], Configuration()
            )
        }
        return scope.state.withLock { ($0.references, $0.configuration) }
    }

    /// Whether the test uses nothing but what it is attached to, which most do.
    private func isPlain(_ test: GenericTest) -> Bool {
        guard test.namespace == nil, test.name == "not_null" || test.name == "unique" else {
            return false
        }
        return !["test_" + test.name, "get_where_subquery"].contains {
            session.macros.isReplaced($0, for: package.name)
        }
    }

    private func renderedConfiguration(
        _ values: [String: YAML.Node]
    ) throws(PipelineError) -> [String: Value] {
        guard !values.isEmpty else { return [:] }
        let renderer = ValueRenderer(names: session.valueNames(for: package.name))
        var rendered: [String: Value] = [:]
        for (key, node) in values {
            let value = try renderer.value(node)
            if !value.isNone { rendered[key] = value }
        }
        return rendered
    }

    // MARK: Names

    /// The name dbt makes of a test and its arguments: short enough for a file, and whole.
    private func names(_ parts: Parts, _ target: Target) -> (short: String, full: String) {
        if let name = parts.name { return (name, name) }
        let words = parts.arguments.keys.sorted().flatMap { key -> [Value] in
            switch parts.arguments[key] {
            case .dict(let dict)?: dict.values
            case let value?: value.elements ?? [value]
            case nil: []
            }
        }
        let suffix = words.map { Self.cleaned($0.pythonText) }.joined(separator: "__")
        let namespace = parts.namespace.map { $0 + "_" } ?? ""
        let stem = "\(namespace)\(target.prefix)\(parts.testName)_\(target.name)"
        let full = "\(stem)_\(suffix)"
        if full.count < 64 { return (full, full) }
        return ("\(stem.prefix(30))_\(MD5.hexadecimal(full))", full)
    }

    /// Runs of other characters than letters, digits and underscores become one underscore.
    private static func cleaned(_ text: String) -> String {
        var result = ""
        var wasOther = false
        for character in text {
            let isWord =
                character == "_"
                || (character.isASCII && (character.isLetter || character.isNumber))
            if isWord {
                result.append(character)
            } else if !wasOther {
                result.append("_")
            }
            wasOther = !isWord
        }
        return result
    }

    /// The arguments by name, values as texts, as they enter the test's id.
    private func sorted(_ arguments: [String: Value], adding model: String) -> Dict {
        var all = arguments
        all["model"] = .string(model)
        let dict = Dict()
        for key in all.keys.sorted() { dict[key] = texts(all[key] ?? .none) }
        return dict
    }

    private func texts(_ value: Value) -> Value {
        switch value {
        case .list, .tuple: Value((value.elements ?? []).map(texts))
        case .dict(let dict):
            .dict(
                Dict(
                    dict.entries.sorted { $0.key.pythonText < $1.key.pythonText }
                        .map { ($0.key, texts($0.value)) }))
        default: .string(value.pythonText)
        }
    }
}
