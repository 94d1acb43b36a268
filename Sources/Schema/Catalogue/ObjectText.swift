import JSON

/// A thing of a catalogue in a line, as a person reads it.
public enum ObjectText {
    /// What it is, without its name: `text not null default ''::text`.
    public static func summary(_ object: SchemaObject) -> String {
        let text: String
        switch object.id.kind {
        case .column: text = column(object)
        case .enumeration: text = "(" + object.list(.labels).joined(separator: ", ") + ")"
        case .domain: text = domain(object)
        case .sequence:
            text = [object[.type], object[.options], object[.ownedBy].map { "owned by \($0)" }]
                .compactMap { $0 }.joined(separator: " ")
        case .extension: text = object[.version] ?? ""
        case .function, .procedure, .aggregate:
            text = object[.returns].map { "returns \($0)" } ?? ""
        case .table: text = table(object)
        case .policy: text = policy(object)
        case .viewColumn: text = object[.default].map { "default \($0)" } ?? ""
        case .index: text = index(object)
        case .trigger:
            let definition = object[.definition] ?? ""
            let what = definition.firstRange(of: " TRIGGER ").map { range in
                definition[range.upperBound...].drop { $0 != " " }.dropFirst()
            }
            text = String(what ?? "") + (object[.firing].map { " (\($0))" } ?? "")
        case .rule, .constraint:
            let firing = object[.firing] ?? object.list(.firing).joined(separator: ", ")
            text = (object[.definition] ?? "") + (firing.isEmpty ? "" : " (\(firing))")
        default: text = object[.definition] ?? ""
        }
        let comment = object[.comment].map { "  -- \($0)" } ?? ""
        let owner = object[.owner].map { " (owner \($0))" } ?? ""
        let grants = object[.grants].map { " (grants \($0))" } ?? ""
        return oneLine(text + owner + grants + comment)
    }

    private static func column(_ object: SchemaObject) -> String {
        var text = object[.type] ?? "?"
        if let collation = object[.collation] { text += " collate \(collation)" }
        if object.isTrue(.notNull) { text += " not null" }
        if let value = object[.default] { text += " default \(value)" }
        if let identity = object[.identity] {
            text += " identity \(identity.prefix { $0 != "(" }.lowercased())"
            while text.last == " " { text.removeLast() }
        }
        if let generated = object[.generated] { text += " generated \(generated)" }
        let options = object.list(.options)
        if !options.isEmpty { text += " with (\(options.joined(separator: ", ")))" }
        for fact in [Fact.storage, .compression, .statisticsTarget] {
            if let value = object.facts[fact] {
                text += " \(fact.rawValue) \(value.string ?? value.text())"
            }
        }
        return text
    }

    private static func domain(_ object: SchemaObject) -> String {
        var text = object[.type] ?? "?"
        if object.isTrue(.notNull) { text += " not null" }
        if let value = object[.default] { text += " default \(value)" }
        for check in object.facts[.checks]?.object?.entries ?? [] {
            text += " \(check.value.string ?? "")"
        }
        return text
    }

    private static func table(_ object: SchemaObject) -> String {
        var parts: [String] = []
        if let persistence = object[.persistence] { parts.append(persistence) }
        if let key = object[.partitionBy] { parts.append("partitioned by \(key)") }
        if let parent = object[.partitionOf] {
            parts.append("partition of \(parent) \(object[.bound] ?? "")")
        }
        let parents = object.list(.inherits)
        if !parents.isEmpty { parts.append("inherits \(parents.joined(separator: ", "))") }
        if let method = object[.accessMethod] { parts.append("using \(method)") }
        if let security = object[.rowSecurity] { parts.append("row security \(security)") }
        let options = object.list(.options)
        if !options.isEmpty { parts.append("with (\(options.joined(separator: ", ")))") }
        if let identity = object[.replicaIdentity] { parts.append("replica identity \(identity)") }
        if let index = object[.cluster] { parts.append("cluster on \(index)") }
        return parts.joined(separator: ", ")
    }

    private static func policy(_ object: SchemaObject) -> String {
        var text = object.isTrue(.permissive) ? "" : "restrictive "
        text += "for \((object[.command] ?? "ALL").lowercased()) to "
        text += object.list(.roles).joined(separator: ", ")
        if let using = object[.using] { text += " using (\(using))" }
        if let check = object[.check] { text += " with check (\(check))" }
        return text
    }

    /// `unique using btree (email) where (…)`, without the names that stand around it anyway.
    private static func index(_ object: SchemaObject) -> String {
        let definition = object[.definition] ?? ""
        let using = definition.firstRange(of: " USING ").map {
            "using " + definition[$0.upperBound...]
        }
        return (object.isTrue(.unique) ? "unique " : "") + (using ?? definition)
            + (object.facts[.valid] == .bool(false) ? " INVALID" : "")
    }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
