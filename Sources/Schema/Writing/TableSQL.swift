import JSON

/// Statements that make a table with its columns.
enum TableSQL {
    /// Constraints that are written inside the `CREATE TABLE`: those that need no other table. Of two
    /// over the same columns, both written there, PostgreSQL makes one.
    static func isInline(_ constraint: SchemaObject) -> Bool {
        constraint.id.kind == .constraint
            && ["primary key", "check"].contains(constraint[.type])
            && (constraint[.firing] ?? "").isEmpty && constraint.facts[.firing] == nil
            && !(constraint[.definition]?.hasSuffix("NOT VALID") ?? false)
    }

    static func create(
        _ table: SchemaObject, columns: [SchemaObject], constraints: [SchemaObject]
    ) -> [String] {
        let name = table.id.sqlName
        var text = "CREATE \(table[.persistence] == nil ? "" : "UNLOGGED ")TABLE \(name)"
        if let parent = table[.partitionOf] {
            text += " PARTITION OF \(parent)"
            if !constraints.isEmpty { text += " (\n\(lines([], constraints))\n)" }
            text += " \(table[.bound] ?? "DEFAULT")"
        } else {
            let body = lines(columns, constraints)
            text += body.isEmpty ? " ()" : " (\n\(body)\n)"
            let parents = table.list(.inherits)
            if !parents.isEmpty { text += " INHERITS (\(parents.joined(separator: ", ")))" }
        }
        if let key = table[.partitionBy] { text += " PARTITION BY \(key)" }
        if let method = table[.accessMethod] { text += " USING \(SQLName.text(method))" }
        text += CreateSQL.options(table)
        return [text] + rowSecurity(table) + columns.flatMap(columnSettings)
            + CreateSQL.comment(table) + columns.flatMap(CreateSQL.comment)
            + constraints.flatMap(CreateSQL.comment)
    }

    private static func lines(_ columns: [SchemaObject], _ constraints: [SchemaObject]) -> String {
        let lines =
            columns.map(column)
            + constraints.map {
                "CONSTRAINT \(SQLName.text($0.id.name)) \($0[.definition] ?? "")"
            }
        return lines.map { "    " + $0 }.joined(separator: ",\n")
    }

    /// `email text COLLATE "C" DEFAULT 'x' NOT NULL`
    static func column(_ column: SchemaObject) -> String {
        var text = "\(SQLName.text(column.id.name)) \(column[.type] ?? "text")"
        if let collation = column[.collation] { text += " COLLATE \(collation)" }
        if let generated = column[.generated] { text += " GENERATED ALWAYS AS \(generated)" }
        if let identity = column[.identity] {
            text += " GENERATED \(asIdentity(identity))"
        }
        if let value = column[.default] { text += " DEFAULT \(value)" }
        if column.isTrue(.notNull) { text += " NOT NULL" }
        return text
    }

    /// `ALWAYS (INCREMENT BY 1 …)` becomes `ALWAYS AS IDENTITY (INCREMENT BY 1 …)`.
    static func asIdentity(_ identity: String) -> String {
        identity.replacing(" (", with: " AS IDENTITY (", maxReplacements: 1)
    }

    /// Storage, compression and statistics of a column, which `CREATE TABLE` cannot say in 15.
    static func columnSettings(_ column: SchemaObject) -> [String] {
        [.storage, .compression, .statisticsTarget].compactMap { fact in
            column.facts[fact] == nil ? nil : setting(column, fact)
        } + options(of: column, from: [])
    }

    /// `SET (n_distinct = 5)`, and `RESET` of what is no more.
    static func options(of column: SchemaObject, from before: [String]) -> [String] {
        let alter = "ALTER TABLE \(column.id.sqlTable) ALTER COLUMN \(SQLName.text(column.id.name))"
        return CreateSQL.changes(ofOptions: before, to: column.list(.options)).map {
            "\(alter) \($0)"
        }
    }

    /// Sets one of those, or sets it back where it is not there.
    static func setting(_ column: SchemaObject, _ fact: Fact) -> String {
        let alter = "ALTER TABLE \(column.id.sqlTable) ALTER COLUMN \(SQLName.text(column.id.name))"
        switch fact {
        case .storage: return "\(alter) SET STORAGE \(column[.storage] ?? "DEFAULT")"
        case .compression: return "\(alter) SET COMPRESSION \(column[.compression] ?? "default")"
        default: return "\(alter) SET STATISTICS \(column.facts[.statisticsTarget]?.int ?? -1)"
        }
    }

    /// Row-level security, where it is on.
    static func rowSecurity(_ table: SchemaObject) -> [String] {
        let alter = "ALTER TABLE \(table.id.sqlName)"
        switch table[.rowSecurity] {
        case "enabled": return ["\(alter) ENABLE ROW LEVEL SECURITY"]
        case "forced":
            return [
                "\(alter) ENABLE ROW LEVEL SECURITY", "\(alter) FORCE ROW LEVEL SECURITY",
            ]
        default: return []
        }
    }
}
