internal import DuckDB

extension NodeRunner {
    /// `create view`, in the place of what was there.
    func buildView() throws(PipelineError) -> Outcome {
        let relation = node.relation
        _ = try keptContract()
        if try engine.existing(relation)?.kind == .table { try engine.drop(relation) }
        _ = try query("create or replace view \(relation.sql) as (", ")")
        engine.note(relation, .view)
        try finish(relation, .view, isNew: true)
        return Outcome()
    }

    /// `create function … as table`. What it reads is bound when it is called, so that columns added
    /// meanwhile are there.
    func buildTableFunction() throws(PipelineError) -> Outcome {
        let parameters = try node.configuration.strings("parameters").joined(separator: ", ")
        _ = try query(
            "create or replace function \(node.relation.sql)(\(parameters)) as table (", ")")
        return Outcome()
    }

    /// Builds the new table beside the old one and then takes its place.
    func buildTable() throws(PipelineError) -> Outcome {
        let relation = node.relation
        let contract = try keptContract()
        let rows: Int
        if try engine.existing(relation) == nil {
            rows = try create(relation, contract)
        } else if contract?.hasForeignKey == true {
            // DuckDB remembers a table with foreign keys by the name it was made under.
            let dropped = try dropDependents(of: relation)
            try engine.drop(relation)
            rows = try create(relation, contract)
            try restore(dropped)
        } else {
            let new = relation.named((relation.identifier ?? node.name) + "__dbt_tmp", kind: .table)
            try engine.drop(new)
            rows = try create(new, contract)
            let dropped = try dropDependents(of: relation)
            try engine.drop(relation)
            try engine.rename(new, to: relation)
            try restore(dropped)
        }
        try finish(relation, .table, isNew: true)
        return Outcome(rows: rows)
    }

    /// Makes a table of the node's SQL, as the contract has it where there is one; gives the
    /// number of its rows.
    func create(
        _ relation: Relation, _ contract: TableContract?
    ) throws(PipelineError) -> Int {
        if let contract { return try create(relation, as: contract) }
        let rows = try create("create table \(relation.sql) as (", ")")
        engine.note(relation, .table)
        return rows
    }
}
