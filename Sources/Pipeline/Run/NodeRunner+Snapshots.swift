internal import DuckDB

extension NodeRunner {
    /// Brings the history of the query's rows up to date, or begins it.
    func buildSnapshot() throws(PipelineError) -> Outcome {
        let plan = try SnapshotPlan(node.configuration)
        let target = node.relation
        guard let existing = try engine.existing(target) else {
            let first = plan.first
            let rows = try create(
                "create table \(target.sql) as (\(first.head)", "\(first.tail))")
            engine.note(target, .table)
            try finish(target, .table, isNew: true)
            return Outcome(rows: rows, rowsAdded: rows)
        }
        guard existing.kind == .table else {
            throw PipelineError(
                .configuration, "the snapshot's table \(target) is there as a view",
                hint: "Drop the view, or give the snapshot another `alias`.")
        }
        let there = try engine.columns(of: target).map(\.name)
        let known = Set(there.map { $0.lowercased() })
        let missing = plan.requiredColumns.filter { !known.contains($0.lowercased()) }
        if !missing.isEmpty {
            throw PipelineError(
                .configuration,
                "the table \(target) is no snapshot: it lacks \(missing.joined(separator: ", "))")
        }
        let staged = try stage(plan, target: target, there: there)
        let columns = try engine.columns(of: staged).filter {
            !plan.stagingColumns.contains($0.name)
        }
        for column in columns where !there.contains(column.name) {
            _ = try engine.query(
                "alter table \(target.sql) add column \(quoted(column.name)) \(column.type)")
        }
        var changed = 0
        for statement in plan.merge(staged: staged, into: target, columns: columns.map(\.name)) {
            changed = try engine.query(statement).changes
        }
        _ = try engine.query("drop table \(staged.sql)")
        try finish(target, .table, isNew: false)
        return Outcome(rows: changed, rowsAdded: changed)
    }

    /// What has changed, in a temporary table.
    private func stage(
        _ plan: SnapshotPlan, target: Relation, there: [String]
    ) throws(PipelineError) -> Relation {
        let name = (target.identifier ?? node.name) + "__dbt_tmp"
        let staged = Relation(database: "temp", schema: "main", identifier: name, kind: .table)
        let queried = try queryColumns("select * from (", ")")
        let isThere = Set(there)
        var compared: [String]?
        if case .check(let list) = plan.strategy {
            let chosen =
                try list.map { (list) throws(PipelineError) in
                    try queryColumns("select \(list.joined(separator: ", ")) from (", ")")
                } ?? queried
            // With a column the table lacks, every row counts as changed.
            if chosen.allSatisfy(isThere.contains) { compared = chosen.map(quoted) }
        }
        let select = plan.staging(
            target: target, compared: compared,
            queried: queried.map { ($0, isThere.contains($0)) })
        _ = try engine.query("drop table if exists \(staged.sql)")
        _ = try query(
            "create temporary table \(quoted(name)) as (\(select.head)", "\(select.tail))")
        return staged
    }

    /// The names of a query's columns.
    private func queryColumns(
        _ head: String, _ tail: String
    ) throws(PipelineError) -> [String] {
        try query("select column_name from (describe \(head)", "\(tail))").rows.map {
            $0[0].stringValue ?? ""
        }
    }
}
