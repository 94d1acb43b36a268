internal import DuckDB
internal import Jinja

extension AdapterObject {
    /// The methods that ask the database or change it.
    func database(
        _ name: String, _ arguments: Arguments, _ engine: Engine
    ) throws(JinjaError) -> Jinja.Value {
        switch name {
        case "get_relation":
            return try scope.existing(
                Relation(
                    database: try arguments.string("database", at: 0),
                    schema: try arguments.string("schema", at: 1),
                    identifier: try arguments.string("identifier", at: 2)))
        case "load_relation": return try scope.existing(try relation(arguments))
        case "already_exists":
            let found = try scope.existing(
                Relation(
                    schema: try arguments.string("schema", at: 0),
                    identifier: try arguments.string("name", at: 1)))
            return .bool(!found.isNone)
        case "get_columns_in_relation":
            return Jinja.Value(try columns(try relation(arguments), engine))
        case "get_columns_in_table":
            let table = Relation(
                schema: try arguments.string("schema", at: 0),
                identifier: try arguments.string("identifier", at: 1))
            return Jinja.Value(try columns(table, engine))
        case "get_column_schema_from_query":
            let sql = Engine.trimmed(try arguments.required("sql", at: 0).text())
            let answer = try scope.run("describe \(sql)")
            return Jinja.Value(
                (answer?.rows ?? []).map { row in
                    .object(
                        ColumnObject(name: row[0].pythonText, dataType: row[1].pythonText))
                })
        case "get_missing_columns":
            let (from, to) = (try relation(arguments), try relation(arguments, "to_relation", 1))
            return Jinja.Value(try columns(from, engine, missingIn: to))
        case "create_schema", "drop_schema":
            let target = try relation(arguments)
            func change() throws(PipelineError) {
                try name == "create_schema"
                    ? engine.createSchema(of: target) : engine.dropSchema(of: target)
            }
            let transaction = scope.execution?.transaction
            try hosted { () throws(PipelineError) in
                if let transaction { try transaction.keepingSchemas(change) } else { try change() }
            }
        case "check_schema_exists":
            let target = Relation(
                database: try arguments.string("database", at: 0),
                schema: try arguments.string("schema", at: 1))
            return .bool(
                try hosted { () throws(PipelineError) in try engine.schemaExists(of: target) })
        case "list_schemas":
            let database = try arguments.string("database", at: 0) ?? ""
            return try names(
                "select schema_name from system.information_schema.schemata "
                    + "where lower(catalog_name) = \(literal(database.lowercased()))")
        case "list_relations", "list_relations_without_caching":
            return try relations(name, arguments, engine)
        case "execute", "add_query":
            return try execute(arguments)
        case "drop_relation":
            // Dropping what is not there is nothing.
            if let target = try arguments.required("relation", at: 0).relation {
                try scope.drop(target)
            }
        case "truncate_relation":
            let target = try relation(arguments)
            try hosted(scope.beginOperation)
            _ = try scope.run("truncate table \(target.sql)")
        case "rename_relation":
            let (from, to) = (try relation(arguments), try relation(arguments, "to_relation", 1))
            try hosted(scope.beginOperation)
            try hosted { () throws(PipelineError) in try engine.rename(from, to: to) }
        case "_create_index_sql":
            let target = try relation(arguments)
            let index = try arguments.required("index_dict", at: 1)
            let invocation = scope.session.invocation.id
            return .string(
                try hosted { () throws(PipelineError) in
                    try NodeRunner.indexStatement(index, on: target, invocation)
                })
        case "_drop_indexes": try dropIndexes(of: try relation(arguments))
        case "location_exists":
            let path = try arguments.string("location", at: 0) ?? ""
            return .bool(
                try scope.run("select 1 from glob(\(literal(path)))")?.rows.isEmpty == false)
        default: break
        }
        return .string("")
    }

    /// Indexes keep a table from being renamed.
    private func dropIndexes(of relation: Relation) throws(JinjaError) {
        let found = try scope.run(
            "select database_name, schema_name, index_name from duckdb_indexes() "
                + "where lower(schema_name) = lower(\(literal(relation.schema ?? ""))) "
                + "and lower(table_name) = lower(\(literal(relation.identifier ?? "")))")
        for row in found?.rows ?? [] {
            let name = row.map { quoted($0.pythonText) }.joined(separator: ".")
            _ = try scope.runWithoutRows("drop index if exists \(name)")
        }
    }

    private func relation(
        _ arguments: Arguments, _ name: String = "relation", _ index: Int = 0
    ) throws(JinjaError) -> Relation {
        let value =
            try arguments.value(name, at: index) ?? arguments["from_relation"] ?? .none
        guard let relation = value.relation else {
            throw JinjaError(.argument, "the argument '\(name)' must be a relation")
        }
        return relation
    }

    private func columns(
        _ relation: Relation, _ engine: Engine, missingIn other: Relation? = nil
    ) throws(JinjaError) -> [Jinja.Value] {
        try hosted(scope.beginOperation)
        return try hosted { () throws(PipelineError) in
            let there = try other.map { (other) throws(PipelineError) in
                Set(try engine.columns(of: other).map { $0.name.lowercased() })
            }
            let columns: [(name: String, type: String)]
            do throws(PipelineError) { columns = try engine.columns(of: relation) } catch {
                // What is not built yet has no columns.
                guard error.message.contains("does not exist") else { throw error }
                return []
            }
            return
                columns
                .filter { there?.contains($0.name.lowercased()) != true }
                .map { .object(ColumnObject(name: $0.name, dataType: $0.type)) }
        }
    }

    private func names(_ sql: String) throws(JinjaError) -> Jinja.Value {
        Jinja.Value((try scope.run(sql)?.rows ?? []).map { $0[0] })
    }

    /// The tables and views of a schema: `list_relations(database, schema)`, or with a relation
    /// for the schema.
    private func relations(
        _ name: String, _ arguments: Arguments, _ engine: Engine
    ) throws(JinjaError) -> Jinja.Value {
        let schema: Relation
        if let relation = arguments.positional.first?.relation {
            schema = relation
        } else {
            schema = Relation(
                database: try arguments.string("database", at: 0),
                schema: try arguments.string("schema", at: 1))
        }
        let found = try hosted { () throws(PipelineError) in
            try scope.execution?.transaction?.beginListing(schema)
            return try engine.relations(in: schema)
        }
        return Jinja.Value(found.map { .object(RelationObject($0)) })
    }

    /// `adapter.execute(sql, auto_begin, fetch)`: a pair of the response and the rows.
    private func execute(_ arguments: Arguments) throws(JinjaError) -> Jinja.Value {
        let sql = try arguments.required("sql", at: 0).text()
        let fetches = try arguments.bool("fetch", at: 2) ?? false
        guard let result = try fetches ? scope.run(sql) : scope.runWithoutRows(sql) else {
            return .none
        }
        return Jinja.Value(tuple: [result.response, result.table])
    }
}
