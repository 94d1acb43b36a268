internal import Jinja

extension Node {
    /// `model` while the project is read; later it is what the manifest says.
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
        config["materialized"] = .string(materializationName)
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
                "language": .string(language), "relation_name": .string(relation.sql),
                "depends_on": .dict(Dict(["nodes": Value(parents), "macros": Value([Value]())])),
                "column_name": Value(test?.columnName), "version": version?.value ?? .none,
                "latest_version": version?.latest ?? .none,
                "deprecation_date": Value(deprecation?.text),
            ]))
    }
}
