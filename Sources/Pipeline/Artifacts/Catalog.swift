internal import DuckDB
public import Foundation
internal import Jinja

public import enum JSON.JSON

/// `catalog.json` (version 1): the columns that the project's relations have in the database.
public struct Catalog: Sendable {
    let project: Project
    private let tables: [String: Table]

    private struct Table: Sendable {
        var relation: Relation
        var type: String
        var comment: String?
        var columns: [(name: String, type: String, comment: String?)] = []
    }

    /// A catalog that knows of no relation: `--empty-catalog`.
    public init(empty project: Project) {
        self.project = project
        tables = [:]
    }

    /// Asks the database.
    public init(_ runner: Runner) throws(PipelineError) {
        project = runner.project
        let engine = Engine(runner.connection)
        var tables: [String: Table] = [:]
        let found = try engine.query(
            """
            select database_name, schema_name, table_name, comment,
                   case when temporary then 'LOCAL TEMPORARY' else 'BASE TABLE' end
            from duckdb_tables()
            union all
            select database_name, schema_name, view_name, comment, 'VIEW'
            from duckdb_views() where not internal
            """)
        for row in found.rows {
            let relation = Relation(
                database: row[0].stringValue, schema: row[1].stringValue,
                identifier: row[2].stringValue)
            tables[relation.key] = Table(
                relation: relation, type: row[4].stringValue ?? "", comment: row[3].stringValue)
        }
        let columns = try engine.query(
            """
            select database_name, schema_name, table_name, column_name, data_type, comment
            from duckdb_columns() where not internal
            order by database_name, schema_name, table_name, column_index
            """)
        for row in columns.rows {
            let relation = Relation(
                database: row[0].stringValue, schema: row[1].stringValue,
                identifier: row[2].stringValue)
            tables[relation.key]?.columns.append(
                (row[3].stringValue ?? "", row[4].stringValue ?? "", row[5].stringValue))
        }
        self.tables = tables
    }

    /// The document.
    public func json(now: Date) -> JSON {
        let options = project.options
        let metadata = ArtifactMetadata(
            invocation: options.invocation, environment: options.environment, now: now)
        var nodes = JSON.Object()
        for node in project.nodes where node.materialization.makesRelation {
            if let table = tables[node.relation.key] { nodes[node.id] = json(table, id: node.id) }
        }
        var sources = JSON.Object()
        for source in project.sources {
            if let table = tables[source.relation.key] {
                sources[source.id] = json(table, id: source.id)
            }
        }
        return [
            "metadata": metadata.json("catalog", version: 1), "nodes": .object(nodes),
            "sources": .object(sources), "errors": nil,
        ]
    }

    private func json(_ table: Table, id: String) -> JSON {
        [
            "metadata": [
                "type": .string(table.type), "schema": JSON(table.relation.schema),
                "name": JSON(table.relation.identifier), "database": JSON(table.relation.database),
                "comment": JSON(table.comment), "owner": nil,
            ],
            "columns": .object(
                JSON.Object(
                    table.columns.enumerated().map { index, column in
                        (
                            column.name,
                            [
                                "type": .string(column.type), "index": .int(index + 1),
                                "name": .string(column.name), "comment": JSON(column.comment),
                            ]
                        )
                    })),
            "stats": [
                "has_stats": [
                    "id": "has_stats", "label": "Has Stats?", "value": false, "include": false,
                    "description": "Indicates whether there are statistics for this table",
                ]
            ],
            "unique_id": .string(id),
        ]
    }
}
