internal import Jinja

/// A relation as templates hold it: prints its full name, knows its parts.
final class RelationObject: JinjaObject {
    let relation: Relation
    let typeName = "Relation"

    init(_ relation: Relation) { self.relation = relation }

    func text() throws(JinjaError) -> String { relation.text }
    func jsonValue() throws(JinjaError) -> Value? { .string(relation.sql) }

    func isEqual(to other: Value) -> Bool {
        (other.object as? RelationObject).map { $0.relation.key == relation.key } ?? false
    }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        let relation = relation
        switch name {
        case "database": return Value(relation.database)
        case "schema": return Value(relation.schema)
        case "identifier", "name", "table": return Value(relation.identifier)
        case "type": return Value(relation.kind?.rawValue)
        case "is_table": return .bool(relation.kind == .table)
        case "is_view": return .bool(relation.kind == .view)
        case "is_cte": return .bool(relation.kind == .cte)
        case "render":
            return .function(name) { (_) throws(JinjaError) in .string(relation.sql) }
        case "include", "quote":
            return .function(name) { (arguments) throws(JinjaError) in
                // Names are always quoted, so `quote` changes nothing.
                if name == "quote" { return .object(RelationObject(relation)) }
                var part = relation
                if try arguments.bool("database", at: 0) == false { part.database = nil }
                if try arguments.bool("schema", at: 1) == false { part.schema = nil }
                if try arguments.bool("identifier", at: 2) == false { part.identifier = nil }
                return .object(RelationObject(part))
            }
        case "without_identifier":
            return .function(name) { (_) throws(JinjaError) in
                var part = relation
                part.identifier = nil
                return .object(RelationObject(part))
            }
        case "incorporate", "replace_path", "create", "create_from":
            return .function(name) { (arguments) throws(JinjaError) in
                .object(RelationObject(try Self.changed(relation, by: arguments, as: name)))
            }
        case "information_schema":
            return .function(name) { (arguments) throws(JinjaError) in
                let view = try arguments.string("view_name", at: 0)
                return .object(
                    RelationObject(
                        Relation(
                            database: relation.database, schema: "information_schema",
                            identifier: view)))
            }
        default: return nil
        }
    }

    private static func changed(
        _ relation: Relation, by arguments: Arguments, as method: String
    ) throws(JinjaError) -> Relation {
        var changed = method.hasPrefix("create") ? Relation() : relation
        let path = arguments["path"]?.dict
        for (index, part) in ["database", "schema", "identifier"].enumerated() {
            let place = method == "incorporate" ? Int.max : index
            var given = path?[part]
            if given == nil { given = try arguments.value(part, at: place) }
            guard let value = given else { continue }
            switch part {
            case "database": changed.database = value.string
            case "schema": changed.schema = value.string
            default: changed.identifier = value.string
            }
        }
        if let kind = arguments["type"] { changed.kind = kind.string.flatMap(Relation.Kind.init) }
        return changed
    }
}
