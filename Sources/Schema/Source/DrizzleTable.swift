import JSON
import PostgreSQL

/// One table of a Drizzle snapshot as SQL.
struct DrizzleTable {
    private let json: JSON

    init(_ json: JSON) { self.json = json }

    /// `public.users`; a schema that is empty stands for public.
    static func name(_ entry: JSON) -> String {
        qualified(entry["schema"]?.string, entry["name"]?.string ?? "")
    }

    private static func qualified(_ schema: String?, _ name: String) -> String {
        SQLName.text(schema.flatMap { $0.isEmpty ? nil : $0 } ?? "public", name)
    }

    private var name: String { Self.name(json) }

    private func values(_ key: String) -> [JSON] { json[key]?.object?.entries.map(\.value) ?? [] }

    private func list(_ value: JSON?) -> String {
        (value?.array ?? []).compactMap(\.string).map(SQLName.text).joined(separator: ", ")
    }

    private func named(_ entry: JSON) -> String { SQLName.text(entry["name"]?.string ?? "") }

    var types: [String] { values("columns").compactMap { $0["type"]?.string } }

    var defaults: [String] { values("columns").compactMap { $0["default"]?.string } }

    var operatorClasses: [String] {
        values("indexes").flatMap { $0["columns"]?.array ?? [] }.compactMap {
            $0["opclass"]?.string
        }
    }

    var create: [String] {
        var lines = values("columns").map(column)
        lines += values("compositePrimaryKeys").map {
            "CONSTRAINT \(named($0)) PRIMARY KEY (\(list($0["columns"])))"
        }
        lines += values("uniqueConstraints").map {
            let nulls = $0["nullsNotDistinct"]?.bool == true ? " NULLS NOT DISTINCT" : ""
            return "CONSTRAINT \(named($0)) UNIQUE\(nulls) (\(list($0["columns"])))"
        }
        lines += values("checkConstraints").map {
            "CONSTRAINT \(named($0)) CHECK (\($0["value"]?.string ?? "true"))"
        }
        let body = lines.map { "    " + $0 }.joined(separator: ",\n")
        let security =
            json["isRLSEnabled"]?.bool == true
            ? ["ALTER TABLE \(name) ENABLE ROW LEVEL SECURITY"] : []
        return ["CREATE TABLE \(name) (\n\(body)\n)"] + security
    }

    private func column(_ column: JSON) -> String {
        var text = "\(named(column)) \(type(of: column))"
        if let generated = column["generated"]?["as"]?.string {
            text += " GENERATED ALWAYS AS (\(generated)) STORED"
        }
        if let identity = column["identity"], !identity.isNull {
            let kind = identity["type"]?.string == "always" ? "ALWAYS" : "BY DEFAULT"
            let sequence = identity["name"]?.string.map {
                " SEQUENCE NAME \(Self.qualified(identity["schema"]?.string, $0))"
            }
            text +=
                " GENERATED \(kind) AS IDENTITY (\(sequence ?? "")"
                + "\(Self.sequenceOptions(identity)))"
        }
        if let value = column["default"], !value.isNull {
            text += " DEFAULT \(value.string ?? value.text())"
        }
        if column["primaryKey"]?.bool == true { text += " PRIMARY KEY" }
        if column["notNull"]?.bool == true { text += " NOT NULL" }
        return text
    }

    private func type(of column: JSON) -> String {
        let type = column["type"]?.string ?? "text"
        guard let schema = column["typeSchema"]?.string, !schema.isEmpty else { return type }
        let base = String(type.prefix { $0 != "[" })
        return SQLName.text(schema, base) + type.dropFirst(base.count)
    }

    static func sequenceOptions(_ entry: JSON) -> String {
        var text = ""
        let options = [
            ("increment", "INCREMENT BY"), ("minValue", "MINVALUE"), ("maxValue", "MAXVALUE"),
            ("startWith", "START WITH"), ("cache", "CACHE"),
        ]
        for (key, words) in options {
            // A number of any size, as text or as number; nothing else goes into SQL.
            guard let value = entry[key], let number = Int(value.string ?? value.text()) else {
                continue
            }
            text += " \(words) \(number)"
        }
        return text + (entry["cycle"]?.bool == true ? " CYCLE" : "")
    }

    var foreignKeys: [String] {
        values("foreignKeys").map { key in
            let target = Self.qualified(
                key["schemaTo"]?.string, key["tableTo"]?.string ?? "")
            var text =
                "ALTER TABLE \(name) ADD CONSTRAINT \(named(key)) FOREIGN KEY "
                + "(\(list(key["columnsFrom"]))) REFERENCES \(target) (\(list(key["columnsTo"])))"
            if let action = Self.action(key["onDelete"]) { text += " ON DELETE \(action)" }
            if let action = Self.action(key["onUpdate"]) { text += " ON UPDATE \(action)" }
            return text
        }
    }

    private static func action(_ value: JSON?) -> String? {
        let actions = ["cascade", "restrict", "set null", "set default", "no action"]
        return actions.first { $0 == value?.string?.lowercased() }?.uppercased()
    }

    var indexes: [String] {
        values("indexes").map { index in
            let method = index["method"]?.string ?? "btree"
            let columns = (index["columns"]?.array ?? []).map { self.key($0, method: method) }
            var text =
                "CREATE \(index["isUnique"]?.bool == true ? "UNIQUE " : "")INDEX \(named(index)) "
                + "ON \(name) USING \(SQLName.text(method)) (\(columns.joined(separator: ", ")))"
            let options = index["with"]?.object?.entries ?? []
            if !options.isEmpty {
                let list = options.map {
                    CreateSQL.option("\($0.key)=\($0.value.string ?? $0.value.text())")
                }
                text += " WITH (\(list.joined(separator: ", ")))"
            }
            if let predicate = index["where"]?.string { text += " WHERE \(predicate)" }
            return text
        }
    }

    private func key(_ column: JSON, method: String) -> String {
        // Version 5 lists names only.
        if let name = column.string { return SQLName.text(name) }
        let expression = column["expression"]?.string ?? ""
        var text =
            column["isExpression"]?.bool == true ? expression : SQLName.text(expression)
        if let operators = column["opclass"]?.string { text += " \(operators)" }
        guard method == "btree", column["isExpression"]?.bool != true else { return text }
        if column["asc"]?.bool == false { text += " DESC" }
        if let nulls = column["nulls"]?.string {
            text += " NULLS \(nulls == "first" ? "FIRST" : "LAST")"
        }
        return text
    }

    var policies: [String] {
        values("policies").map { policy in
            let roles = (policy["to"]?.array ?? []).compactMap(\.string)
            let known = ["public", "current_user", "current_role", "session_user"]
            let list = roles.map { known.contains($0) ? $0.uppercased() : SQLName.text($0) }
            let kind =
                policy["as"]?.string?.lowercased() == "restrictive" ? "RESTRICTIVE" : "PERMISSIVE"
            let commands = ["ALL", "SELECT", "INSERT", "UPDATE", "DELETE"]
            let command = commands.first { $0 == policy["for"]?.string?.uppercased() } ?? "ALL"
            var text =
                "CREATE POLICY \(named(policy)) ON \(name) AS \(kind) FOR \(command) TO "
                + (list.isEmpty ? "PUBLIC" : list.joined(separator: ", "))
            if let using = policy["using"]?.string { text += " USING (\(using))" }
            if let check = policy["withCheck"]?.string { text += " WITH CHECK (\(check))" }
            return text
        }
    }
}
