internal import DuckDB

/// A table that was dropped because a foreign key of it leads to one that is replaced, and the
/// copy of its rows.
struct DroppedDependent {
    let relation: Relation
    let copy: Relation
}

extension NodeRunner {
    /// Drops the tables whose foreign keys lead to one that is about to be replaced, which DuckDB
    /// does not allow otherwise. Their rows are kept in copies.
    ///
    /// Only tables are dropped that this run builds again from nothing.
    ///
    /// - Throws: code `.configuration` with the tables that this run does not build again.
    func dropDependents(of relation: Relation) throws(PipelineError) -> [DroppedDependent] {
        guard node.declaresKeys, let execution = scope.execution else { return [] }
        let found = try engine.query(
            """
            with recursive keys as (
                select table_name, referenced_table from duckdb_constraints()
                where constraint_type = 'FOREIGN KEY' and lower(database_name) = lower($1)
                    and lower(schema_name) = lower($2)
                    and lower(table_name) <> lower(referenced_table)
            ), chain(name, depth) as (
                select table_name, 1 from keys where lower(referenced_table) = lower($3)
                union
                select keys.table_name, chain.depth + 1 from keys
                join chain on lower(keys.referenced_table) = lower(chain.name)
            )
            select name from chain group by name order by max(depth) desc, name
            """,
            [relation.database, relation.schema, relation.identifier].map {
                $0.map { .string($0) } ?? .null
            })
        let tables = found.rows.compactMap { $0[0].stringValue }.map {
            relation.named($0, kind: .table)
        }
        let kept = tables.filter { !isBuiltAgain($0, in: execution) }
        if !kept.isEmpty {
            let names = kept.map(\.sql).joined(separator: ", ")
            throw PipelineError(
                .configuration,
                "\(relation) cannot be replaced while foreign keys lead to it, and this run does "
                    + "not build \(names) again from nothing",
                hint:
                    "Select those models too, let them refer to this one by `to: ref(…)` in their "
                    + "constraints or by ref(…), and use --full-refresh for incremental ones.")
        }
        var dropped: [DroppedDependent] = []
        for table in tables {
            let copy = table.named((table.identifier ?? "") + "__dbt_fk_backup", kind: .table)
            try engine.drop(copy)
            _ = try engine.query("create table \(copy.sql) as select * from \(table.sql)")
            engine.note(copy, .table)
            try engine.drop(table)
            dropped.append(DroppedDependent(relation: table, copy: copy))
        }
        return dropped
    }

    /// Whether a later node of this run makes the table from nothing.
    private func isBuiltAgain(_ table: Relation, in execution: Execution) -> Bool {
        let project = execution.project
        guard
            let other = project.nodes.first(where: {
                $0.kind == .model && $0.relation.key == table.key
            }), scope.session.selected.contains(other.id), comesLater(other, in: project)
        else { return false }
        if other.materialization == .table { return true }
        let isFull = (try? other.configuration.bool("full_refresh")) ?? scope.session.fullRefresh
        return other.materialization == .incremental && isFull
    }

    /// Whether the order of the run has another node after this one: for a reference of its
    /// constraints, or of its SQL.
    private func comesLater(_ other: Node, in project: Project) -> Bool {
        guard other.constraintTargets.isEmpty else { return true }
        guard let here = project.index.places[node.id], let there = project.index.places[other.id]
        else { return false }
        return project.graph.descendants(of: [here]).contains(there)
    }

    /// Gives the copies the names of what was dropped, until those are built again.
    func restore(_ dropped: [DroppedDependent]) throws(PipelineError) {
        for item in dropped.reversed() { try engine.rename(item.copy, to: item.relation) }
    }
}

extension Node {
    /// Whether its contract declares a key, or a reference to one.
    var declaresKeys: Bool {
        hasEnforcedContract
            && (constraints + columns.flatMap(\.constraints)).contains {
                [.primaryKey, .unique, .foreignKey].contains($0.kind)
            }
    }
}
