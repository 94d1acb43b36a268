internal import DuckDB

extension NodeRunner {
    /// Adds the query's rows to the table that is there, or makes the table.
    func buildIncremental() throws(PipelineError) -> Outcome {
        let relation = node.relation
        let existing = try engine.existing(relation)
        guard let existing else {
            let rows = try create(relation, try keptContract())
            try finish(relation, .table, isNew: true)
            return Outcome(rows: rows, rowsAdded: rows)
        }
        if existing.kind == .view || scope.isFullRefresh {
            var outcome = try buildTable()
            outcome.rowsAdded = outcome.rows
            return outcome
        }
        let plan = try IncrementalPlan(node, batch: scope.subject.batch)
        _ = try keptContract()
        let outcome = try plan.isPlainInsert ? insert(plan) : merge(plan)
        try finish(relation, .table, isNew: false)
        return outcome
    }

    /// Straight into the table: nothing has to be compared.
    private func insert(_ plan: IncrementalPlan) throws(PipelineError) -> Outcome {
        let columns = list(try engine.columns(of: node.relation).map(\.name))
        let result = try query(
            "insert into \(node.relation.sql) (\(columns)) select \(columns) from (",
            ") as dbt_incremental_source")
        return Outcome(rows: result.changes, rowsAdded: result.changes)
    }

    /// Through a temporary table, so that columns and keys can be compared.
    private func merge(_ plan: IncrementalPlan) throws(PipelineError) -> Outcome {
        let target = node.relation
        let name = (target.identifier ?? node.name) + "__dbt_tmp"
        let source = Relation(database: "temp", schema: "main", identifier: name, kind: .table)
        _ = try engine.query("drop table if exists \(source.sql)")
        _ = try query("create temporary table \(quoted(name)) as (", ")")
        let columns = try reconcile(plan, source: source)
        let before = try count(target)
        var changed = 0
        for statement in try plan.statements(target: target, source: source, columns: columns) {
            // Of several statements the last is the one that writes the rows.
            changed = try engine.query(statement).changes
        }
        _ = try engine.query("drop table \(source.sql)")
        let after = try count(target)
        return Outcome(rows: changed, rowsAdded: after - before)
    }

    private func count(_ relation: Relation) throws(PipelineError) -> Int {
        try engine.query("select count(*) from \(relation.sql)").first?.intValue ?? 0
    }

    private func list(_ names: [String]) -> String {
        names.map(quoted).joined(separator: ", ")
    }

    /// Does what `on_schema_change` says; gives the columns to write.
    private func reconcile(
        _ plan: IncrementalPlan, source: Relation
    ) throws(PipelineError) -> [String] {
        let target = node.relation
        let there = try engine.columns(of: target)
        if plan.onSchemaChange == .ignore { return there.map(\.name) }
        let new = try engine.columns(of: source)
        let change = ColumnChange(from: there, to: new)
        if change.isEmpty { return new.map(\.name) }
        if plan.onSchemaChange == .fail {
            throw PipelineError(
                .schemaChange, "the query's columns are not those of \(target): \(change)",
                hint: "Run with full refresh, change the table by hand, or set on_schema_change to "
                    + "append_new_columns or sync_all_columns.")
        }
        for column in change.added {
            _ = try engine.query(
                "alter table \(target.sql) add column \(quoted(column.name)) \(column.type)")
        }
        if plan.onSchemaChange == .syncAllColumns {
            for column in change.removed {
                _ = try engine.query("alter table \(target.sql) drop column \(quoted(column.name))")
            }
            for column in change.retyped {
                _ = try engine.query(
                    "alter table \(target.sql) alter column \(quoted(column.name)) "
                        + "type \(column.type)")
            }
        }
        return new.map(\.name)
    }
}
