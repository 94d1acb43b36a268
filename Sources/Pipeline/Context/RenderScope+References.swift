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
                if let version = arguments["version"] ?? arguments["v"], !version.isNone {
                    throw JinjaError(
                        .host, "ref with a version",
                        underlying: PipelineError.unsupported("a `ref` with a version"))
                }
                let package = arguments.positional.count == 2 ? arguments.positional[0].string : nil
                return try reference(.node(name: name, package: package))
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
        return .object(RelationObject(session.isEmpty ? relation.emptied : relation))
    }
}
