/// The statements that take a thing away. Nothing goes with it unseen: there is no `CASCADE`.
enum DropSQL {
    static func statements(_ object: SchemaObject) -> [String] {
        guard object.id.kind == .viewColumn else { return [statement(object)] }
        let column = "\(object.id.sqlTable).\(SQLName.text(object.id.name))"
        let alter = "ALTER VIEW \(object.id.sqlTable) ALTER COLUMN \(SQLName.text(object.id.name))"
        return (object[.default] == nil ? [] : ["\(alter) DROP DEFAULT"])
            + (object[.comment] == nil ? [] : ["COMMENT ON COLUMN \(column) IS NULL"])
    }

    private static func statement(_ object: SchemaObject) -> String {
        let id = object.id
        let name = SQLName.text(id.name)
        switch id.kind {
        case .column: return "ALTER TABLE \(id.sqlTable) DROP COLUMN \(name)"
        case .constraint: return "ALTER TABLE \(id.sqlTable) DROP CONSTRAINT \(name)"
        case .trigger, .policy, .rule: return "DROP \(id.kind.sql) \(name) ON \(id.sqlTable)"
        case .function, .procedure, .aggregate:
            return "DROP \(id.kind.sql) \(object[.signature] ?? id.sqlName)"
        default: return "DROP \(id.kind.sql) \(id.sqlName)"
        }
    }

    /// Why a person should look twice, or nil where nothing is lost.
    static func loss(_ id: ObjectID) -> String? {
        switch id.kind {
        case .table: "loses the rows of \(id.path)"
        case .column: "loses the values of \(id.path)"
        case .schema: "fails where the schema holds anything else"
        default: nil
        }
    }
}
