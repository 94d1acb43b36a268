internal import Jinja

extension NodeRunner {
    /// `latest_version_pointer`: a view of the model's name that reads its latest version.
    func pointToLatest() throws(PipelineError) {
        let wanted = node.configuration["latest_version_pointer"]?.dict
        guard node.version?.isLatest == true, isLastBatch,
            wanted?["enabled"]?.bool ?? scope.session.pointsToLatest
        else { return }
        let alias = wanted?["alias"]?.string.map { Engine.trimmed($0) }
        var name = alias ?? node.name
        let macro = "generate_latest_version_pointer_alias"
        if scope.session.macros.isReplaced(macro, for: scope.session.projectName),
            let entry = scope.session.macros.find(macro, for: scope.session.projectName)
        {
            name = Engine.trimmed(try scope.call(entry, [Value(alias), node.facts]))
        }
        let pointer = node.relation.named(name, kind: .view)
        guard pointer.key != node.relation.key else {
            throw PipelineError(
                .duplicate,
                "the latest version of '\(node.name)' is called '\(name)' itself, so no view of "
                    + "that name can point to it",
                hint: "Set latest_version_pointer: {enabled: false}, or change one of the names.")
        }
        if try engine.existing(pointer)?.kind == .table { try engine.drop(pointer) }
        _ = try engine.query(
            "create or replace view \(pointer.sql) as (select * from \(node.relation.sql))")
        engine.note(pointer, .view)
    }
}
