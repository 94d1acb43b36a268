extension ProjectLoader {
    mutating func addGenericTests(_ properties: Properties) throws(PipelineError) {
        let builder = GenericTestBuilder(
            package: package, session: session, trees: trees(\.tests))
        for patch in properties.patches where !patch.tests.isEmpty {
            let name = patch.version.map { "\(patch.name).\($0.tag)" } ?? patch.name
            guard let place = placesByName[name] else { continue }
            let target = GenericTestBuilder.Target(
                id: nodes[place].id, name: patch.version.map { "\(patch.name)_\($0.tag)" } ?? name,
                reference: .node(
                    name: patch.name, package: nil, version: patch.version?.text), prefix: "",
                file: patch.file)
            for test in patch.tests { try add(test, target, builder) }
        }
        for declaration in properties.sources where declaration.source.isEnabled {
            let source = declaration.source
            let target = GenericTestBuilder.Target(
                id: source.id, name: source.sourceName + "_" + source.name,
                reference: .source(source.sourceName, table: source.name), prefix: "source_",
                file: source.file)
            for test in declaration.tests { try add(test, target, builder) }
        }
    }

    private mutating func add(
        _ declaration: TestDeclaration, _ target: GenericTestBuilder.Target,
        _ builder: GenericTestBuilder
    ) throws(PipelineError) {
        do throws(PipelineError) {
            guard let (node, references) = try builder.build(declaration, target) else { return }
            if self.references[node.id] != nil {
                throw PipelineError(
                    .duplicate, "the test '\(node.name)' is written twice with the same arguments",
                    hint: "Give one of them a `name`.")
            }
            nodes.append(node)
            self.references[node.id] = references
        } catch {
            throw error.located(file: declaration.file, line: declaration.line)
        }
    }
}
