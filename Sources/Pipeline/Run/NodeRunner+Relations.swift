internal import DuckDB

extension NodeRunner {
    /// `create view`, in the place of what was there.
    func buildView() throws(PipelineError) -> Outcome {
        let relation = node.relation
        if try engine.existing(relation)?.kind == .table { try engine.drop(relation) }
        _ = try query("create or replace view \(relation.sql) as (", ")")
        engine.note(relation, .view)
        return Outcome(message: "CREATE VIEW")
    }

    /// Builds the new table beside the old one and then takes its place.
    func buildTable() throws(PipelineError) -> Outcome {
        let relation = node.relation
        let new = relation.named((relation.identifier ?? node.name) + "__dbt_tmp", kind: .table)
        try engine.drop(new)
        let rows = try create(new)
        try engine.drop(relation)
        try engine.rename(new, to: relation)
        return Outcome(rows: rows, rowsAdded: nil, message: "CREATE TABLE")
    }

    /// Makes a table of the node's SQL; gives the number of its rows.
    func create(_ relation: Relation) throws(PipelineError) -> Int {
        let rows = try create("create table \(relation.sql) as (", ")")
        engine.note(relation, .table)
        return rows
    }
}
