extension Project {
    /// What a `ref` or `source` leads to.
    ///
    /// - Throws: code `.missingReference`, with the nearest name; also where a template uses a
    ///   node only while it runs, which the order could not know.
    func resolve(
        _ target: Reference.Target, for subject: Subject
    ) throws(PipelineError) -> (id: String, relation: Relation) {
        let id = try id(of: target, for: subject.package ?? name)
        if let parents = subject.parents, !parents.contains(id) {
            throw PipelineError(
                .missingReference,
                "\(target.text) was not seen when the project was read, so it may not exist yet",
                file: subject.file, node: subject.name,
                hint:
                    "Write a comment that names it at the top: -- depends_on: {{ \(target.text) }}"
            )
        }
        if let place = index.places[id] {
            let node = nodes[place]
            if node.materialization == .ephemeral {
                let name = CommonTableExpressions.name(of: node.relation.identifier ?? node.name)
                return (id, Relation(identifier: name, kind: .cte))
            }
            return (id, node.relation)
        }
        return (id, sources[index.sourcePlaces[id] ?? 0].relation)
    }

    /// The id of what a `ref` or `source` names in a template of a package: one of the project
    /// itself before one of that package, before one of any other.
    func id(
        of target: Reference.Target, for user: String
    ) throws(PipelineError) -> String {
        switch target {
        case .node(let name, let package, let version):
            let packages = package.map { [$0] } ?? [self.name, user, nil]
            let searched = version.map { "\(name).v\($0)" } ?? name
            if let place = index.place(named: searched, in: packages) { return nodes[place].id }
            if let missing = missingVersion(of: target) { throw missing }
            if let package, !self.packages.contains(where: { $0.name == package }) {
                throw PipelineError(
                    .missingReference, "\(target.text) names a package that is not there",
                    hint: suggestion(for: package, among: self.packages.map(\.name))
                        ?? "Add it to packages.yml and run `dormouse pipeline deps`.")
            }
            if disabled.contains(searched) {
                throw PipelineError(
                    .missingReference, "ref('\(name)') leads to a node that is disabled",
                    hint: "Enable it, or disable what uses it.")
            }
            let likely = suggestion(for: name, among: index.byName.keys)
            throw PipelineError(
                .missingReference,
                "ref('\(name)') leads to nothing: there is no such model or seed",
                hint: likely ?? "Its name is that of its file, without .sql or .csv.")
        case .function(let name, let package):
            let packages = package.map { [$0] } ?? [self.name, user, nil]
            if let place = index.functionPlace(name, in: packages) { return nodes[place].id }
            throw PipelineError(
                .missingReference, "\(target.text) leads to nothing: there is no such function",
                hint: suggestion(for: name, among: index.functions.keys)
                    ?? "Its name is that of its file in `function-paths`, without .sql.")
        case .source(let group, let table):
            if let place = index.sourcePlace(group + "." + table, in: [self.name, user, nil]) {
                return sources[place].id
            }
            if disabled.contains("source.\(group).\(table)") {
                throw PipelineError(
                    .missingReference, "\(target.text) leads to a source that is disabled")
            }
            let groups = Set(sources.map(\.sourceName))
            let likely =
                groups.contains(group)
                ? suggestion(
                    for: table,
                    among: sources.filter { $0.sourceName == group }.map(\.name))
                : suggestion(for: group, among: groups)
            throw PipelineError(
                .missingReference, "\(target.text) leads to nothing: there is no such source",
                hint: likely ?? "Declare it under `sources` of a properties file.")
        }
    }
}

extension Project {
    /// What is wrong with a `ref` to a model that has versions, but not the one that is meant.
    private func missingVersion(of target: Reference.Target) -> PipelineError? {
        guard case .node(let name, _, let version) = target else { return nil }
        let versions = nodes.filter { $0.name == name && $0.version != nil }
            .compactMap(\.version?.text)
        if versions.isEmpty, version == nil { return nil }
        return PipelineError(
            .missingReference,
            version == nil
                ? "ref('\(name)') leads to nothing: the latest version of '\(name)' is not there"
                : "\(target.text) leads to nothing: '\(name)' has no version \(version ?? "")",
            hint: versions.isEmpty
                ? "It has no versions at all." : "It has \(versions.joined(separator: ", ")).")
    }
}

extension Reference.Target {
    /// As it is written in a template.
    var text: String {
        switch self {
        case .node(let name, let package, let version):
            "ref("
                + ([package, name].compactMap { $0.map { "'\($0)'" } }
                + (version.map { ["version='\($0)'"] } ?? [])).joined(separator: ", ") + ")"
        case .source(let group, let table): "source('\(group)', '\(table)')"
        case .function(let name, let package):
            "function("
                + [package, name].compactMap { $0.map { "'\($0)'" } }.joined(separator: ", ") + ")"
        }
    }
}
