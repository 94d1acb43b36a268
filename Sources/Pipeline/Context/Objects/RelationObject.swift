internal import Jinja

/// A relation as templates hold it: prints its full name, knows its parts.
///
/// `include` and `quote` change how it prints and not what it is.
final class RelationObject: JinjaObject {
    let relation: Relation
    /// Which of database, schema and identifier are printed.
    private let included: [Bool]
    /// Which of them are quoted.
    private let isQuoted: [Bool]
    let typeName = "Relation"
    /// dbt's relations are mappings, and packages tell them by that.
    let isMapping = true

    init(
        _ relation: Relation, included: [Bool] = [true, true, true],
        isQuoted: [Bool]? = nil
    ) {
        self.relation = relation
        self.included = included
        self.isQuoted = isQuoted ?? relation.isQuoted
    }

    static let parts = ["database", "schema", "identifier"]

    private func changed(_ relation: Relation) -> Value {
        .object(RelationObject(relation, included: included, isQuoted: isQuoted))
    }

    /// The parts that are there and not left out, quoted: `"database"."schema"."identifier"`.
    var sql: String {
        if relation.kind == .cte || isWhole {
            return relation.sql
        }
        let names = [relation.database, relation.schema, relation.identifier]
        return names.indices.compactMap { index in
            guard included[index], let name = names[index] else { return nil }
            return isQuoted[index] ? quoted(name) : name
        }.joined(separator: ".")
    }

    /// Whether it prints as it is.
    private var isWhole: Bool { included == [true, true, true] && isQuoted == relation.isQuoted }

    func text() throws(JinjaError) -> String { isWhole ? relation.text : sql }
    func representation() throws(JinjaError) -> String { "<DuckDBRelation \(sql)>" }
    func jsonValue() throws(JinjaError) -> Value? { .string(sql) }
    func truth() throws(JinjaError) -> Bool { true }

    func isEqual(to other: Value) -> Bool {
        (other.object as? RelationObject).map { $0.relation.key == relation.key } ?? false
    }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        let (relation, sql) = (relation, sql)
        switch name {
        case "database": return Value(relation.database)
        case "schema": return Value(relation.schema)
        case "identifier", "name", "table": return Value(relation.identifier)
        case "type": return Value(relation.kind?.rawValue)
        case "is_table": return .bool(relation.kind == .table)
        case "is_view": return .bool(relation.kind == .view)
        case "is_cte": return .bool(relation.kind == .cte)
        case "is_materialized_view", "is_pointer", "is_function", "can_be_renamed",
            "can_be_replaced":
            return false
        case "Table", "View", "CTE", "External", "MaterializedView":
            return .string(name == "MaterializedView" ? "materialized_view" : name.lowercased())
        case "path":
            return .dict(Dict(zip(Self.parts, names).map { (.string($0), $1) }))
        case "include_policy": return policy(included)
        case "quote_policy": return policy(isQuoted)
        case "quote_character": return "\""
        case "limit": return Value.none
        case "render", "render_limited":
            return .function(name) { (_) throws(JinjaError) in .string(sql) }
        default: return method(name)
        }
    }

    private var names: [Value] {
        [Value(relation.database), Value(relation.schema), Value(relation.identifier)]
    }

    private func policy(_ flags: [Bool]) -> Value {
        .dict(Dict(zip(Self.parts, flags).map { (.string($0), .bool($1)) }))
    }

    private func method(_ name: String) -> Value? {
        let relation = relation
        switch name {
        case "include", "quote":
            return .function(name) { [self] (arguments) throws(JinjaError) in
                var flags = name == "include" ? included : isQuoted
                for (index, part) in Self.parts.enumerated() {
                    guard let flag = try arguments.value(part, at: index), !flag.isNone else {
                        continue
                    }
                    flags[index] = try arguments.bool(part, at: index) ?? true
                }
                return .object(
                    RelationObject(
                        relation, included: name == "include" ? flags : included,
                        isQuoted: name == "quote" ? flags : isQuoted))
            }
        case "without_identifier":
            return .function(name) { [self] (_) throws(JinjaError) in
                var part = relation
                part.identifier = nil
                return changed(part)
            }
        case "incorporate", "replace_path", "create", "create_from", "replace":
            return .function(name) { [self] (arguments) throws(JinjaError) in
                let result = try Self.changed(relation, by: arguments, as: name)
                return name.hasPrefix("create") ? .object(RelationObject(result)) : changed(result)
            }
        case "information_schema", "information_schema_only":
            return .function(name) { (arguments) throws(JinjaError) in
                let view = name == "information_schema" ? arguments.positional.first : nil
                return .object(InformationSchemaObject(relation, view: view?.string))
            }
        case "quoted":
            return .function(name) { (arguments) throws(JinjaError) in
                .string(quoted(try arguments.required("identifier", at: 0).text()))
            }
        case "add_ephemeral_prefix":
            return .function(name) { (arguments) throws(JinjaError) in
                let name = try arguments.required("name", at: 0).text()
                return .string(CommonTableExpressions.name(of: name))
            }
        case "matches":
            return .function(name) { (arguments) throws(JinjaError) in
                var wanted = Relation()
                wanted.database = try arguments.string("database", at: 0) ?? relation.database
                wanted.schema = try arguments.string("schema", at: 1) ?? relation.schema
                wanted.identifier = try arguments.string("identifier", at: 2) ?? relation.identifier
                return .bool(wanted.key == relation.key)
            }
        case "get":
            return .function(name) { [self] (arguments) throws(JinjaError) in
                let key = try arguments.string("key", at: 0) ?? ""
                if key == "metadata" { return .dict(Dict(["type": "DuckDBRelation"])) }
                guard let value = try attribute(key), !value.isCallable else {
                    return try arguments.value("default", at: 1) ?? .none
                }
                return value
            }
        default: return nil
        }
    }

    private static func changed(
        _ relation: Relation, by arguments: Arguments, as method: String
    ) throws(JinjaError) -> Relation {
        var changed = method.hasPrefix("create") ? Relation() : relation
        let path = arguments["path"]?.dict
        for (index, part) in parts.enumerated() {
            let place = method == "incorporate" ? Int.max : index
            var given = path?[part]
            if given == nil { given = try arguments.value(part, at: place) }
            guard let value = given else { continue }
            let text = value.isNone || value.isUndefined ? nil : value.pythonText
            switch part {
            case "database": changed.database = text
            case "schema": changed.schema = text
            default: changed.identifier = text
            }
        }
        if let kind = try arguments.value("type", at: method == "incorporate" ? Int.max : 3) {
            changed.kind = kind.string.flatMap(Relation.Kind.init)
        }
        return changed
    }
}

/// What `relation.information_schema(view)` gives.
final class InformationSchemaObject: JinjaObject {
    private let relation: Relation
    private let view: String?
    let typeName = "InformationSchema"

    init(_ relation: Relation, view: String?) {
        self.relation = relation
        self.view = view
    }

    func text() throws(JinjaError) -> String {
        [relation.database.map(quoted), "INFORMATION_SCHEMA", view].compactMap(\.self)
            .joined(separator: ".")
    }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        switch name {
        case "database": Value(relation.database)
        case "schema", "identifier": Value.none
        case "information_schema_view": Value(view)
        default: nil
        }
    }
}
