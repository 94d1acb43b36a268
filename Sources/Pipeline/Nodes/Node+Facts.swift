internal import Jinja

extension Node {
    /// `model`, as templates see a node.
    var facts: Value {
        let columnFacts = Dict()
        for column in columns {
            columnFacts[column.name] = .dict(
                Dict([
                    "name": .string(column.name), "description": .string(column.description),
                    "data_type": Value(column.dataType), "tags": Value(column.tags),
                    "meta": column.meta, "quote": .bool(column.quoted),
                ]))
        }
        let config = Dict()
        for key in configuration.values.keys.sorted() {
            config[key] = configuration.values[key]
        }
        config["materialized"] = .string(materialization.rawValue)
        return .dict(
            Dict([
                "unique_id": .string(id), "name": .string(name),
                "resource_type": .string(kind.rawValue), "package_name": .string(package),
                "path": .string(path), "original_file_path": .string(path), "fqn": Value(fqn),
                "database": Value(relation.database), "schema": Value(relation.schema),
                "alias": Value(relation.identifier), "identifier": Value(relation.identifier),
                "description": .string(description), "columns": .dict(columnFacts),
                "tags": Value(tags), "meta": configuration["meta"] ?? .dict(Dict()),
                "config": .dict(config), "raw_code": .string(code), "raw_sql": .string(code),
                "language": "sql", "relation_name": .string(relation.sql),
                "depends_on": .dict(Dict(["nodes": Value(parents), "macros": Value([Value]())])),
                "column_name": Value(test?.columnName),
            ]))
    }
}

extension Source {
    /// A source as `graph.sources` shows it.
    var facts: Value {
        .dict(
            Dict([
                "unique_id": .string(id), "name": .string(name),
                "source_name": .string(sourceName), "resource_type": "source",
                "package_name": .string(package), "original_file_path": .string(file),
                "fqn": Value(fqn), "database": Value(relation.database),
                "schema": Value(relation.schema), "identifier": Value(relation.identifier),
                "description": .string(description), "tags": Value(tags), "meta": meta,
                "relation_name": .string(relation.sql),
            ]))
    }
}
