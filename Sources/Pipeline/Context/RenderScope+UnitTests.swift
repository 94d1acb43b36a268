internal import Jinja
internal import Synchronization

extension RenderScope {
    /// What a unit test puts in the place of a macro, of `var` or of `this`; for a package whose
    /// macros it replaces, the package with those in it.
    func replacement(for name: String, in context: Context) -> Value? {
        guard let test = subject.unitTest else { return nil }
        if let value = test.macros[name] { return Self.constant(name, value) }
        switch name {
        case "var" where !test.variables.isEmpty:
            var variables = session.variables[package] ?? Variables()
            variables.layers.insert(test.variables, at: 0)
            return variables.function
        case "env_var" where !test.environment.isEmpty:
            return EnvironmentVariables(
                values: session.environment.values.merging(test.environment) { $1 }
            ).functionWithoutSecrets
        case "this":
            guard test.inputs.contains(where: { $0.target == nil }),
                let project = execution?.project,
                let own = subject.id, let id = project.node(own)?.parents.first
            else { return nil }
            return .object(RelationObject(use(id, in: project)))
        default:
            let replaced = test.macros.filter { $0.key.hasPrefix(name + ".") }
            guard !replaced.isEmpty, let base = builtIn(name, in: context) else { return nil }
            let macros = replaced.map { key, value in
                let macro = String(key.dropFirst(name.count + 1))
                return (macro, Self.constant(macro, value))
            }
            return .object(PatchedNamespace(base, Dictionary(macros) { $1 }))
        }
    }

    private static func constant(_ name: String, _ value: Value) -> Value {
        .function(name) { (_) throws(JinjaError) in value }
    }

    /// The rows that a unit test gives in the place of what a `ref` or `source` leads to.
    func standIn(
        for target: Reference.Target, in test: UnitTest, of project: Project
    ) throws(PipelineError) -> (id: String, relation: Relation) {
        let id = try project.id(of: target, for: package)
        guard try test.input(for: id, in: project, package: package) != nil else {
            throw PipelineError(
                .missingReference,
                "the unit test '\(subject.name ?? "")' gives no rows for \(target.text)",
                file: subject.file,
                hint: "Add it to `given`; `rows: []` stands for an empty table.")
        }
        return (id, use(id, in: project))
    }

    /// The name that the rows for a node or source have inside the statement.
    static func inputName(_ id: String, in project: Project) -> String {
        if let node = project.node(id) {
            return CommonTableExpressions.name(of: node.relation.identifier ?? node.name)
        }
        // Sources of different groups may have one name.
        let source = project.source(id)
        return CommonTableExpressions.name(
            of: source.map { $0.sourceName + "__" + $0.name } ?? id)
    }

    private func use(_ id: String, in project: Project) -> Relation {
        state.withLock { state in
            if !state.ephemerals.contains(id) { state.ephemerals.append(id) }
        }
        return Relation(identifier: Self.inputName(id, in: project), kind: .cte)
    }
}

extension UnitTest {
    /// What is given for a node or source; `this` is for the model itself.
    func input(
        for id: String, in project: Project, package: String
    ) throws(PipelineError) -> Input? {
        for input in inputs {
            let own = try input.target.map { (target) throws(PipelineError) in
                try project.id(of: target, for: package)
            }
            let isOwn =
                id == "model.\(package).\(model)"
                || id.hasPrefix("model.\(package).\(model).v")
            if own == id || (own == nil && isOwn) { return input }
        }
        return nil
    }
}

extension Project {
    /// The source of an id.
    func source(_ id: String) -> Source? { index.sourcePlaces[id].map { sources[$0] } }
}

/// A package's macros with some of them replaced.
private final class PatchedNamespace: JinjaObject {
    let typeName = "namespace"
    private let base: Value
    private let macros: [String: Value]

    init(_ base: Value, _ macros: [String: Value]) {
        self.base = base
        self.macros = macros
    }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        if let macro = macros[name] { return macro }
        return try base.object?.attribute(name)
    }
}
