internal import Jinja

extension RenderScope {
    /// Makes the views over the files of those external models that this run reads and does not
    /// build: a database in memory has forgotten them.
    func registerUpstreamExternalModels() throws(JinjaError) {
        guard let execution else { return }
        let project = execution.project
        var seen = session.selected
        try hosted { () throws(PipelineError) in
            for id in session.selected.sorted() {
                for parent in project.node(id)?.parents ?? [] where seen.insert(parent).inserted {
                    guard let model = project.node(parent), model.materialization == .external
                    else { continue }
                    let file = try ExternalFile(
                        model.configuration, relation: model.relation,
                        root: session.profile.externalRoot
                    ) { (text) throws(PipelineError) in try render(text, name: model.file) }
                    try execution.engine.createSchema(of: model.relation)
                    _ = try execution.engine.query(
                        "create or replace view \(model.relation.sql) as "
                            + "(select * from \(file.reader))")
                    execution.engine.note(model.relation, .view)
                }
            }
        }
    }
}
