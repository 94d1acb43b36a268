internal import Jinja
internal import Synchronization

extension RenderScope {
    /// `ref(name)`, `ref(package, name)`.
    var refFunction: Value {
        .object(
            ResolverObject("RefResolver", scope: self) { [self] (arguments) throws(JinjaError) in
                guard (1...2).contains(arguments.positional.count),
                    let name = arguments.positional.last?.string
                else {
                    throw JinjaError(
                        .argument, "ref() takes one or two names: ref('package', 'model')")
                }
                // As Python has it, 0 is as good as none.
                let version = (arguments["version"] ?? arguments["v"])
                    .flatMap { (try? $0.truth()) == true ? $0.pythonText : nil }
                let package = arguments.positional.count == 2 ? arguments.positional[0].string : nil
                return try reference(.node(name: name, package: package, version: version))
            })
    }

    /// `source(source, table)`.
    var sourceFunction: Value {
        .object(
            ResolverObject("SourceResolver", scope: self) { [self] (arguments) throws(JinjaError) in
                guard arguments.positional.count == 2, let source = arguments.positional[0].string,
                    let table = arguments.positional[1].string
                else {
                    throw JinjaError(
                        .argument, "source() takes two names: source('group', 'table')")
                }
                return try reference(.source(source, table: table))
            })
    }

    /// `function(name)`, `function(package, name)`: the name of a function of the database.
    var functionFunction: Value {
        .object(
            ResolverObject("FunctionResolver", scope: self) {
                [self] (arguments) throws(JinjaError) in
                guard (1...2).contains(arguments.positional.count),
                    let name = arguments.positional.last?.string
                else {
                    throw JinjaError(
                        .argument, "function() takes one or two names: function('package', 'f')")
                }
                let package = arguments.positional.count == 2 ? arguments.positional[0].string : nil
                return try reference(.function(name: name, package: package))
            })
    }

    /// Notes a use; when executing, the relation behind it.
    func reference(_ target: Reference.Target) throws(JinjaError) -> Value {
        guard let execution else {
            let reference = Reference(target: target, file: subject.file, line: nil)
            state.withLock { $0.references.append(reference) }
            let own = subject.relation ?? Relation(identifier: "unknown")
            return .object(RelationObject(own))
        }
        let (id, relation) = try hosted { () throws(PipelineError) in
            if let test = subject.unitTest {
                return try standIn(for: target, in: test, of: execution.project)
            }
            let found = try execution.project.resolve(target, for: subject)
            guard let deferral = session.deferral, !session.selected.contains(found.id),
                found.relation.kind != .cte,
                let deferred = try deferral.relation(
                    of: found.id,
                    exists: { () throws(PipelineError) in
                        try execution.engine.existing(found.relation) != nil
                    })
            else { return found }
            return (found.id, deferred)
        }
        if relation.kind == .cte {
            state.withLock { state in
                if !state.ephemerals.contains(id) { state.ephemerals.append(id) }
            }
        }
        var shown = session.isEmpty ? relation.emptied : relation
        shown.condition = condition(on: id, in: execution.project)
        return .object(RelationObject(shown))
    }

    /// What a batch or `--sample` leaves of what says when its rows happened.
    private func condition(on id: String, in project: Project) -> String? {
        guard subject.kind == .model || subject.kind == .snapshot else { return nil }
        let window =
            switch (subject.batch?.window, session.sample) {
            case (let batch?, let sample?): batch.intersection(sample)
            case (let batch, let sample): batch ?? sample
            }
        guard let window else { return nil }
        let configuration = project.node(id)?.configuration ?? project.source(id)?.configuration
        guard let name = configuration?["event_time"]?.string else { return nil }
        let columns = project.node(id)?.columns ?? project.source(id)?.columns ?? []
        let isQuoted = columns.first { $0.name == name }?.quoted ?? false
        return window.condition(on: isQuoted ? quoted(name) : name)
    }
}
