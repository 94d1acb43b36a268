internal import Jinja

extension ProjectLoader {
    /// Makes nodes of the unit tests; those of models that are disabled are disabled as well.
    mutating func addUnitTests(_ properties: Properties) throws(PipelineError) {
        for declaration in properties.unitTests {
            do throws(PipelineError) {
                try add(declaration)
            } catch {
                throw error.located(file: declaration.file, line: declaration.line)
            }
        }
    }

    private mutating func add(_ declaration: UnitTestDeclaration) throws(PipelineError) {
        let (name, test) = (declaration.name, declaration.test)
        if disabled.contains(test.model) { return }
        let models = nodes.filter { $0.kind == .model }
        var tested = models.filter { $0.name == test.model }
        if let version = test.modelVersion {
            tested = tested.filter { $0.version?.text == version }
        }
        if let versions = test.versions {
            tested = tested.filter { $0.version.map(versions.takes) ?? false }
        }
        guard !tested.isEmpty else {
            throw PipelineError(
                .missingReference,
                "the unit test '\(name)' is of the model '\(test.model)', which is not there",
                hint: suggestion(for: test.model, among: models.map(\.name)))
        }
        for model in tested { try add(declaration, of: model) }
    }

    private mutating func add(
        _ declaration: UnitTestDeclaration, of model: Node
    ) throws(PipelineError) {
        let (name, test) = (declaration.name, declaration.test)
        var folders = ProjectFiles.parts(
            of: declaration.file, in: [String(declaration.file.prefix { $0 != "/" })])
        folders.removeLast()
        let fqn = [file.name] + folders + [model.name, name]
        var configuration = Configuration()
        let trees = trees(\.unitTests)
        trees.apply(to: &configuration, for: fqn)
        configuration.add(declaration.configuration)
        trees.override(&configuration, for: fqn)
        guard try configuration.bool("enabled") ?? true else { return }
        try checkIncremental(test, of: model, name: name)
        var relation = model.relation
        relation.identifier = name
        var node = Node(
            id: "unit_test.\(file.name).\(model.name).\(name)"
                + (model.version.map { "_" + $0.tag } ?? ""), kind: .unitTest, name: name,
            package: file.name, path: declaration.file, prefix: package.prefix,
            line: declaration.line, fqn: fqn, code: model.code, configuration: configuration,
            description: declaration.description, columns: [],
            tags: unique(try configuration.strings("tags")), relation: relation, test: nil,
            materialization: .test, template: model.template)
        node.unitTest = test
        node.version = model.version
        let target = Reference.Target.node(
            name: model.name, package: file.name, version: model.version?.text)
        try insert(node, [Reference(target: target, file: nil, line: nil)])
    }

    /// An incremental model has two forms, and a test has to say which it means.
    private func checkIncremental(
        _ test: UnitTest, of model: Node, name: String
    ) throws(PipelineError) {
        guard model.code.contains("is_incremental") else { return }
        guard let isIncremental = test.macros["is_incremental"]?.bool else {
            throw PipelineError(
                .configuration,
                "the unit test '\(name)' does not say whether its model is incremental",
                hint: "Write `overrides: {macros: {is_incremental: false}}`, or true.")
        }
        if isIncremental, !test.inputs.contains(where: { $0.target == nil }) {
            throw PipelineError(
                .configuration, "the unit test '\(name)' of an incremental model gives no `this`",
                hint: "Give the rows that are in the table already as `input: this`.")
        }
    }
}
