import JSON
import PostgreSQL

/// A snapshot of Drizzle Kit (`meta/0003_snapshot.json`, dialect postgresql, versions 5 to 7),
/// written as the SQL that makes what it describes.
///
/// PostgreSQL then says what that comes to: expressions, defaults and types are compared in its own
/// words.
struct DrizzleSnapshot {
    private let json: JSON

    /// Whether this looks like a snapshot of Drizzle Kit, of whatever version or dialect.
    static func isSnapshot(_ json: JSON) -> Bool {
        json["dialect"]?.string != nil && (json["tables"] != nil || json["ddl"] != nil)
    }

    init(_ json: JSON, file: String) throws(SchemaError) {
        let dialect = json["dialect"]?.string ?? "?"
        guard dialect == "postgresql" || dialect == "pg" else {
            throw SchemaError(
                .unreadable, "\(file) is a snapshot for \(dialect); only postgresql is read")
        }
        guard json["tables"]?.object != nil else {
            throw SchemaError(
                .unreadable,
                "\(file) is a snapshot of version \(json["version"]?.string ?? "?"); versions 5 to "
                    + "7 are read, as drizzle-kit before 1.0 writes them")
        }
        self.json = json
    }

    /// Statements in an order in which they run.
    var statements: [String] {
        let tables = values("tables").map(DrizzleTable.init)
        return schemas(tables) + extensions(tables) + enums + sequences
            + tables.flatMap(\.create) + tables.flatMap(\.foreignKeys)
            + tables.flatMap(\.indexes) + views + tables.flatMap(\.policies)
    }

    private func values(_ key: String) -> [JSON] { json[key]?.object?.entries.map(\.value) ?? [] }

    private func schemas(_ tables: [DrizzleTable]) -> [String] {
        let named = values("schemas").compactMap(\.string)
        return named.filter { $0 != "public" }
            .map { "CREATE SCHEMA IF NOT EXISTS \(SQLName.text($0))" }
    }

    /// The snapshot names no extension; types and functions that only one can bring
    /// do.
    private func extensions(_ tables: [DrizzleTable]) -> [String] {
        let types = [
            "vector": "vector", "halfvec": "vector", "sparsevec": "vector", "geometry": "postgis",
            "geography": "postgis", "citext": "citext", "hstore": "hstore", "ltree": "ltree",
        ]
        let used = Set(
            tables.flatMap(\.types).compactMap { type in
                types[String(type.lowercased().prefix { $0.isLetter })]
            })
        let classes = Set(tables.flatMap(\.operatorClasses))
        let trigrams = classes.contains("gin_trgm_ops") || classes.contains("gist_trgm_ops")
        let generated = tables.contains { $0.defaults.contains { $0.contains("uuid_generate_v") } }
        return used.union(trigrams ? ["pg_trgm"] : []).union(generated ? ["uuid-ossp"] : [])
            .sorted()
            .map { "CREATE EXTENSION IF NOT EXISTS \(SQLName.text($0))" }
    }

    private var enums: [String] {
        values("enums").map { entry in
            let labels: [String]
            if let values = entry["values"]?.array {
                labels = values.compactMap(\.string)
            } else {
                labels = entry["values"]?.object?.keys ?? []
            }
            let list = labels.map(PostgresIdentifier.literal).joined(separator: ", ")
            return "CREATE TYPE \(DrizzleTable.name(entry)) AS ENUM (\(list))"
        }
    }

    private var sequences: [String] {
        values("sequences").map { entry in
            "CREATE SEQUENCE \(DrizzleTable.name(entry))\(DrizzleTable.sequenceOptions(entry))"
        }
    }

    private var views: [String] {
        values("views").compactMap { entry in
            guard let definition = entry["definition"]?.string, entry["isExisting"]?.bool != true
            else { return nil }
            let isMaterialized = entry["materialized"]?.bool ?? false
            let options = (entry["with"]?.object?.entries ?? []).map {
                "\($0.key.snakeCase) = \($0.value.string ?? $0.value.text())"
            }
            let with = options.isEmpty ? "" : " WITH (\(options.joined(separator: ", ")))"
            return "CREATE \(isMaterialized ? "MATERIALIZED " : "")VIEW \(DrizzleTable.name(entry))"
                + "\(with) AS \(definition)"
        }
    }
}

extension String {
    /// `securityBarrier` becomes `security_barrier`.
    fileprivate var snakeCase: String {
        reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
    }
}
