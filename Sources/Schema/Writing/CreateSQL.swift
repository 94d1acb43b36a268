import JSON
import PostgreSQL

/// Statements that make a thing, those of one kind at a time. Tables: see `TableSQL`.
enum CreateSQL {
    /// The statements, comment included. Columns and constraints go into a table that exists.
    static func statements(_ object: SchemaObject) -> [String] {
        ([create(object)] + after(object) + comment(object)).filter { !$0.isEmpty }
    }

    private static func create(_ object: SchemaObject) -> String {
        let (id, name) = (object.id, object.id.sqlName)
        let definition = object[.definition] ?? ""
        switch id.kind {
        case .schema: return "CREATE SCHEMA IF NOT EXISTS \(name)"
        case .extension:
            let place = object[.schema].map { " SCHEMA \(SQLName.text($0))" } ?? ""
            return "CREATE EXTENSION IF NOT EXISTS \(name)\(place)"
        case .enumeration:
            let labels = object.list(.labels).map(PostgresIdentifier.literal)
            return "CREATE TYPE \(name) AS ENUM (\(labels.joined(separator: ", ")))"
        case .compositeType: return "CREATE TYPE \(name) AS (\(definition))"
        case .range: return "CREATE TYPE \(name) AS RANGE (\(definition))"
        case .domain: return domain(object)
        case .sequence:
            let unlogged = object[.persistence] == nil ? "" : "UNLOGGED "
            return "CREATE \(unlogged)SEQUENCE \(name) AS \(object[.type] ?? "bigint") "
                + (object[.options] ?? "")
        case .function, .procedure, .index, .statistics, .rule, .trigger: return definition
        case .aggregate: return "CREATE AGGREGATE \(object[.signature] ?? name) (\(definition))"
        case .view:
            return "CREATE VIEW \(name)\(options(object)) AS\n\(definition)"
        case .materializedView:
            let method = object[.accessMethod].map { " USING \(SQLName.text($0))" } ?? ""
            return "CREATE MATERIALIZED VIEW \(name)\(method)\(options(object)) AS\n\(definition)"
        case .column:
            return "ALTER TABLE \(id.sqlTable) ADD COLUMN \(TableSQL.column(object))"
        case .constraint:
            return "ALTER TABLE \(id.sqlTable) ADD CONSTRAINT \(SQLName.text(id.name)) "
                + definition
        case .policy: return policy(object)
        case .viewColumn:
            return object[.default].map {
                "ALTER VIEW \(id.sqlTable) ALTER COLUMN \(SQLName.text(id.name)) SET DEFAULT \($0)"
            } ?? ""
        case .table: return "CREATE TABLE \(name) ()"
        }
    }

    /// What can only be said once the thing is there.
    static func after(_ object: SchemaObject) -> [String] {
        let id = object.id
        switch id.kind {
        case .column: return TableSQL.columnSettings(object)
        case .trigger, .rule: return firing(object)
        case .constraint: return firing(ofConstraint: object, from: [])
        default: return []
        }
    }

    /// `ENABLE`, `DISABLE`… of a trigger that is not simply on.
    static func firing(_ object: SchemaObject) -> [String] {
        guard let firing = object[.firing] else { return [] }
        let words = ["disabled": "DISABLE", "replica": "ENABLE REPLICA", "always": "ENABLE ALWAYS"]
        let name = SQLName.text(object.id.name)
        let kind = object.id.kind.sql
        return ["ALTER TABLE \(object.id.sqlTable) \(words[firing] ?? "ENABLE") \(kind) \(name)"]
    }

    /// Turns triggers of a constraint on or off. Their names are PostgreSQL's own.
    static func firing(ofConstraint object: SchemaObject, from before: [String]) -> [String] {
        let words = ["disabled": "DISABLE", "replica": "ENABLE REPLICA", "always": "ENABLE ALWAYS"]
        let after = object.list(.firing)
        func key(_ entry: String) -> String {
            entry.split(separator: " ").prefix(2).joined(separator: " ")
        }
        let off = before.filter { !after.map(key).contains(key($0)) }.map { key($0) + " on" }
        return (off + after.filter { !before.contains($0) }).compactMap { entry in
            let parts = entry.split(separator: " ").map(String.init)
            guard parts.count == 3 else { return nil }
            let body = """
                DECLARE r record;
                BEGIN
                    FOR r IN SELECT t.tgname, t.tgrelid::regclass AS place
                        FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
                        WHERE t.tgconstraint = (SELECT oid FROM pg_constraint
                            WHERE conrelid = \(PostgresIdentifier.literal(object.id.sqlTable))::regclass
                                AND conname = \(PostgresIdentifier.literal(object.id.name)))
                            AND \(CatalogueQuery.sideOfTrigger) = '\(parts[0])'
                            AND \(CatalogueQuery.eventOfTrigger) = '\(parts[1])'
                    LOOP
                        EXECUTE format('ALTER TABLE %s \(words[parts[2]] ?? "ENABLE") TRIGGER %I',
                            r.place, r.tgname);
                    END LOOP;
                END
                """
            return "DO \(PostgresIdentifier.literal(body))"
        }
    }

    /// `RESET (…)` and `SET (…)` that lead from some options to others.
    static func changes(ofOptions before: [String], to after: [String]) -> [String] {
        func key(_ option: String) -> String { String(option.prefix { $0 != "=" }) }
        let gone = before.map(key).filter { !after.map(key).contains($0) }
        let set = after.filter { !before.contains($0) }.map(CreateSQL.option)
        return
            (gone.isEmpty
            ? [] : ["RESET (\(gone.map { SQLName.text($0) }.joined(separator: ", ")))"])
            + (set.isEmpty ? [] : ["SET (\(set.joined(separator: ", ")))"])
    }

    static func options(_ object: SchemaObject) -> String {
        let options = object.list(.options)
        return options.isEmpty ? "" : " WITH (\(options.map(option).joined(separator: ", ")))"
    }

    /// `fillfactor=70` as it is stored, with its value quoted.
    static func option(_ stored: String) -> String {
        let parts = stored.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return stored }
        return "\(SQLName.text(parts[0]))=\(PostgresIdentifier.literal(parts[1]))"
    }

    private static func domain(_ object: SchemaObject) -> String {
        var text = "CREATE DOMAIN \(object.id.sqlName) AS \(object[.type] ?? "text")"
        if let collation = object[.collation] { text += " COLLATE \(collation)" }
        if let value = object[.default] { text += " DEFAULT \(value)" }
        if object.isTrue(.notNull) { text += " NOT NULL" }
        for check in object.facts[.checks]?.object?.entries ?? [] {
            text += " CONSTRAINT \(SQLName.text(check.key)) \(check.value.string ?? "")"
        }
        return text
    }

    private static func policy(_ object: SchemaObject) -> String {
        var text = "CREATE POLICY \(SQLName.text(object.id.name)) ON \(object.id.sqlTable)"
        if !object.isTrue(.permissive) { text += " AS RESTRICTIVE" }
        text += " FOR \(object[.command] ?? "ALL")"
        let roles = object.list(.roles).map { $0 == "public" ? "PUBLIC" : SQLName.text($0) }
        text += " TO \(roles.joined(separator: ", "))"
        if let using = object[.using] { text += " USING (\(using))" }
        if let check = object[.check] { text += " WITH CHECK (\(check))" }
        return text
    }

    /// `COMMENT ON …`, where there is a comment.
    static func comment(_ object: SchemaObject) -> [String] {
        object[.comment] == nil ? [] : [setComment(object)]
    }

    /// Sets the comment, or takes it away where there is none.
    static func setComment(_ object: SchemaObject) -> String {
        let id = object.id
        let text = object[.comment].map(PostgresIdentifier.literal) ?? "NULL"
        let target =
            switch id.kind {
            case .column, .viewColumn: "\(id.sqlTable).\(SQLName.text(id.name))"
            case .constraint, .trigger, .policy, .rule:
                "\(SQLName.text(id.name)) ON \(id.sqlTable)"
            case .function, .procedure, .aggregate: object[.signature] ?? id.sqlName
            default: id.sqlName
            }
        return "COMMENT ON \(id.kind.sql) \(target) IS \(text)"
    }
}
