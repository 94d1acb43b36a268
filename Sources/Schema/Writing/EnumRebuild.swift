import PostgreSQL

/// Makes an enum anew where a word was taken out or the order changed, which PostgreSQL cannot do to
/// the one that is there. Columns move to the new type by their words.
struct EnumRebuild {
    private let old: SchemaObject
    private let new: SchemaObject
    private let before: Catalogue
    private let after: Catalogue

    init(_ old: SchemaObject, _ new: SchemaObject, before: Catalogue, after: Catalogue) {
        self.old = old
        self.new = new
        self.before = before
        self.after = after
    }

    var statements: [String] {
        let name = old.id.sqlName
        let aside = old.id.name + "_old"
        return ["ALTER TYPE \(name) RENAME TO \(SQLName.text(aside))"]
            + CreateSQL.statements(new) + columns.flatMap(move)
            + ["DROP TYPE \(SQLName.text(old.id.schema, aside))"]
    }

    /// Columns that are of this type before and after.
    var columns: [SchemaObject] {
        before.objects.values.filter { column in
            column.id.kind == .column && column.requires.contains(old.id)
                && after[column.id]?.requires.contains(old.id) ?? false
                && isOfType(column) && after[column.id].map(isOfType) ?? false
        }.sorted { $0.id < $1.id }
    }

    private func isOfType(_ column: SchemaObject) -> Bool {
        let type = column[.type] ?? ""
        return type == old.id.sqlName || type == old.id.sqlName + "[]"
    }

    private func move(_ column: SchemaObject) -> [String] {
        let name = SQLName.text(column.id.name)
        let type = after[column.id]?[.type] ?? column[.type] ?? ""
        let text = type.hasSuffix("[]") ? "text[]" : "text"
        return [
            "ALTER TABLE \(column.id.sqlTable) ALTER COLUMN \(name) TYPE \(type) "
                + "USING \(name)::\(text)::\(type)"
        ]
    }
}
