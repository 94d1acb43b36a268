internal import Jinja

extension Project {
    /// Resolves every use, drops tests of what is missing or disabled, and puts parents before children.
    mutating func connect(_ references: [String: [Reference]]) throws(PipelineError) {
        reindex()
        var kept: [Node] = []
        for var node in nodes {
            do throws(PipelineError) {
                var parents: [String] = []
                for reference in references[node.id] ?? [] {
                    do {
                        parents.append(try id(of: reference.target, for: node.package))
                    } catch {
                        throw error.located(
                            file: node.file, line: node.line(of: reference.target) ?? node.line)
                    }
                }
                node.parents = unique(parents)
                node.uses = (references[node.id] ?? []).map(\.target.use)
                kept.append(node)
            } catch {
                // As dbt: tests of packages often read what a project leaves out.
                if node.kind == .test, error.code == .missingReference {
                    let hint = error.hint.map { ". \($0)" } ?? ""
                    warnings.append(
                        Warning(
                            "the test '\(node.name)' is not run: \(error.message)\(hint)",
                            file: node.file, line: node.line))
                    continue
                }
                throw error.located(file: node.file, line: node.line, node: node.name)
            }
        }
        nodes = kept
        reindex()
        try checkGroups()
        try checkAccess()
        try connectSemantics()
        try connectExposures()
        try checkRelations()
        try sort()
        warnAboutDeprecated()
        warnAboutWholeInputs()
    }

    private mutating func reindex() {
        index = NodeIndex()
        for (place, node) in nodes.enumerated() {
            index.places[node.id] = place
            if node.isTest { continue }
            if node.kind == .function {
                index.functions[node.name, default: [:]][node.package] = place
                continue
            }
            index.byName[node.searchName, default: [:]][node.package] = place
            // Without a version the latest is meant.
            if node.version?.isLatest == true {
                index.byName[node.name, default: [:]][node.package] = place
            }
        }
        for (place, source) in sources.enumerated() {
            let name = source.sourceName + "." + source.name
            index.sources[name, default: [:]][source.package] = place
            index.sourcePlaces[source.id] = place
        }
    }

    /// A microbatch model none of whose inputs says when its rows happened reads all of them for
    /// each batch.
    private mutating func warnAboutWholeInputs() {
        for node in nodes where node.isMicrobatch(session.macros, batchesCustom: false) {
            let isCut = node.parents.contains { id in
                let configuration = self.node(id)?.configuration ?? source(id)?.configuration
                return configuration?["event_time"].map { !$0.isEmptyOrNone } ?? false
            }
            if isCut { continue }
            warnings.append(
                Warning(
                    "the microbatch model '\(node.name)' reads nothing that has an `event_time`: "
                        + "each batch reads all rows and may add them again", file: node.file))
        }
    }

    /// Groups are declared where their members are. Of generic tests dbt does not ask.
    private func checkGroups() throws(PipelineError) {
        let known = Dictionary(grouping: groups, by: \.package).mapValues { $0.map(\.name) }
        for node in nodes where node.test == nil {
            guard let value = node.configuration["group"], !value.isNone else { continue }
            let names = known[node.package] ?? []
            guard !names.contains(value.pythonText) else { continue }
            throw PipelineError(
                .missingReference, "there is no group '\(value.pythonText)'", file: node.file,
                node: node.name,
                hint: suggestion(for: value.pythonText, among: names)
                    ?? "Declare it under `groups` of a properties file, with its owner.")
        }
    }

    /// A private model is there for those of its own group.
    private func checkAccess() throws(PipelineError) {
        for node in nodes where !node.isTest {
            for case let model? in node.parents.map(node(_:)) where model.access == "private" {
                let groups = [node, model].map { $0.configuration["group"]?.string }
                guard model.kind == .model, groups[0] != groups[1] else { continue }
                let owner = groups[1].map { "the group '\($0)'" } ?? "no group"
                throw PipelineError(
                    .missingReference, "'\(model.name)' is private to \(owner)", file: node.file,
                    node: node.name,
                    hint: "Put '\(node.name)' into that group, or make the model protected.")
            }
        }
    }

    /// Two nodes that would be one relation would overwrite each other.
    private func checkRelations() throws(PipelineError) {
        var owners: [String: Node] = [:]
        for node in nodes where node.materialization.makesRelation {
            if let other = owners.updateValue(node, forKey: node.relation.key) {
                throw PipelineError(
                    .duplicate,
                    "'\(node.name)' and '\(other.name)' (\(other.file)) are both \(node.relation)",
                    file: node.file, node: node.name,
                    hint: "Give one of them another `alias` or `schema`.")
            }
        }
    }

    private mutating func sort() throws(PipelineError) {
        let edges = nodes.map { node in node.parents.compactMap { index.places[$0] } }
        switch DependencyGraph(parents: edges).order() {
        case .order(let order):
            nodes = order.map { nodes[$0] }
        case .cycle(let circle):
            let path = circle.map { nodes[$0].name }.joined(separator: " → ")
            let first = nodes[circle[0]]
            throw PipelineError(
                .cycle, "models depend on each other in a circle: \(path)", file: first.file,
                node: first.name,
                hint: "An arrow leads from what is read to what reads it; one of them must go.")
        }
        reindex()
        graph = DependencyGraph(
            parents: nodes.map { node in node.parents.compactMap { index.places[$0] } })
    }
}

extension Node {
    /// The line of its file that names a target first; nil where a macro does.
    fileprivate func line(of target: Reference.Target) -> Int? {
        if test != nil { return nil }
        let name =
            switch target {
            case .node(let name, _, _): name
            case .source(_, let table): table
            case .function(let name, _): name
            }
        let lines = code.split(separator: "\n", omittingEmptySubsequences: false)
        let place = lines.firstIndex { line in
            ["'\(name)'", "\"\(name)\""].contains { line.contains($0) }
        }
        return place.map { self.line + $0 }
    }
}

extension Materialization {
    /// Whether running it leaves a table or view, or what is called like one.
    var makesRelation: Bool {
        switch self {
        case .view, .table, .incremental, .seed, .snapshot, .external, .tableFunction: true
        case .ephemeral, .test, .none: false
        }
    }
}
