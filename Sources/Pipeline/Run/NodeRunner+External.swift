internal import DuckDB
internal import Jinja

extension NodeRunner {
    /// Writes the query's rows to a file, and makes the view that reads it.
    func buildExternal() throws(PipelineError) -> Outcome {
        for key in ["plugin", "glue_register"]
        where node.configuration[key].map({ !$0.isEmptyOrNone && $0.bool != false }) ?? false {
            throw PipelineError.unsupported("the config `\(key)`")
        }
        let relation = node.relation
        let scope = scope
        let file = try ExternalFile(
            node.configuration, relation: relation, root: scope.session.profile.externalRoot
        ) { (text) throws(PipelineError) in try scope.render(text, name: node.file) }
        let rows = relation.named((relation.identifier ?? node.name) + "__dbt_tmp", kind: .table)
        try engine.drop(rows)
        let count = try create(rows, try keptContract())
        if count == 0 {
            // A file needs a row to keep the columns; the view leaves it out.
            let nulls = try engine.columns(of: rows).map { _ in "null" }
            _ = try engine.query(
                "insert into \(rows.sql) values (\(nulls.joined(separator: ", ")))")
        }
        _ = try engine.query("copy \(rows.sql) to \(literal(file.location)) (\(file.writeOptions))")
        var filter = ""
        if count == 0 {
            let columns = try engine.columns(of: rows).map { " and \(quoted($0.name)) is not null" }
            filter = " where true" + columns.joined()
        }
        try engine.drop(rows)
        if try engine.existing(relation)?.kind == .table { try engine.drop(relation) }
        _ = try engine.query(
            "create or replace view \(relation.sql) as (select * from \(file.reader)\(filter))")
        engine.note(relation, .view)
        try finish(relation, .view, isNew: true)
        return Outcome(rows: count)
    }
}
