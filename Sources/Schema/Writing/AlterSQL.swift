import JSON
import PostgreSQL

/// Statements that turn a thing into what it should be, without taking it away.
enum AlterSQL {
    /// The statements for one thing, and what only a person can do.
    struct Result {
        var statements: [String] = []
        var byHand: [String] = []
    }

    static func change(from old: SchemaObject, to new: SchemaObject, _ facts: [Fact]) -> Result {
        var result = Result()
        switch new.id.kind {
        case .column: result.statements = column(from: old, to: new, facts)
        case .table: result = table(from: old, to: new, facts)
        case .sequence:
            if facts.contains(.type) || facts.contains(.options) {
                result.statements = [
                    "ALTER SEQUENCE \(new.id.sqlName) AS \(new[.type] ?? "bigint") "
                        + (new[.options] ?? "") + restart(from: old, to: new)
                ]
            }
            if facts.contains(.persistence) {
                let word = new[.persistence] == nil ? "LOGGED" : "UNLOGGED"
                result.statements.append("ALTER SEQUENCE \(new.id.sqlName) SET \(word)")
            }
        case .view:
            if facts.contains(.definition) {
                result.statements = [
                    "CREATE OR REPLACE VIEW \(new.id.sqlName)\(CreateSQL.options(new)) AS\n"
                        + (new[.definition] ?? "")
                ]
            }
            if facts.contains(.options) { result.statements += options(from: old, to: new) }
        case .materializedView:
            if facts.contains(.options) { result.statements += options(from: old, to: new) }
        case .function, .procedure:
            if facts.contains(.definition) { result.statements = [new[.definition] ?? ""] }
        case .constraint:
            if facts.contains(.definition) {
                result.statements = [
                    "ALTER TABLE \(new.id.sqlTable) VALIDATE CONSTRAINT "
                        + SQLName.text(new.id.name)
                ]
            }
            if facts.contains(.firing) {
                result.statements += CreateSQL.firing(
                    ofConstraint: new, from: old.list(.firing))
            }
        case .trigger, .rule:
            if facts.contains(.firing) {
                let name = SQLName.text(new.id.name)
                result.statements =
                    new[.firing] == nil
                    ? ["ALTER TABLE \(new.id.sqlTable) ENABLE \(new.id.kind.sql) \(name)"]
                    : CreateSQL.firing(new)
            }
        case .viewColumn:
            if facts.contains(.default) {
                let alter =
                    "ALTER VIEW \(new.id.sqlTable) ALTER COLUMN \(SQLName.text(new.id.name))"
                result.statements = [
                    new[.default].map { "\(alter) SET DEFAULT \($0)" } ?? "\(alter) DROP DEFAULT"
                ]
            }
        case .compositeType: result.statements = attributes(from: old, to: new) ?? []
        case .domain: result.statements = domain(from: old, to: new, facts)
        case .enumeration: result.statements = addLabels(from: old, to: new)
        case .extension:
            if let schema = new[.schema], facts.contains(.schema) {
                result.statements = [
                    "ALTER EXTENSION \(new.id.sqlName) SET SCHEMA \(SQLName.text(schema))"
                ]
            }
        default: break
        }
        if facts.contains(.comment) { result.statements.append(CreateSQL.setComment(new)) }
        return result
    }

    /// A sequence that has not begun within its new bounds has to begin again.
    private static func restart(from old: SchemaObject, to new: SchemaObject) -> String {
        func number(_ words: String, _ sequence: SchemaObject) -> Int? {
            sequence[.options]?.firstRange(of: words).flatMap {
                Int(sequence[.options]![$0.upperBound...].prefix { $0 != " " })
            }
        }
        guard let start = number("START WITH ", old), let low = number("MINVALUE ", new),
            let high = number("MAXVALUE ", new), let step = number("INCREMENT BY ", new),
            let before = number("INCREMENT BY ", old)
        else { return "" }
        return (low...max(low, high)).contains(start) && (step > 0) == (before > 0)
            ? "" : " RESTART"
    }

    private static func column(
        from old: SchemaObject, to new: SchemaObject, _ facts: [Fact]
    ) -> [String] {
        let name = SQLName.text(new.id.name)
        let alter = "ALTER TABLE \(new.id.sqlTable) ALTER COLUMN \(name)"
        let isRetyped = facts.contains(.type) || facts.contains(.collation)
        var statements: [String] = []
        if facts.contains(.generated), new[.generated] == nil {
            statements.append("\(alter) DROP EXPRESSION")
        }
        if facts.contains(.identity), old[.identity] != nil, new[.identity] == nil {
            statements.append("\(alter) DROP IDENTITY")
        }
        if old[.default] != nil, new[.default] == nil || isRetyped {
            statements.append("\(alter) DROP DEFAULT")
        }
        if isRetyped {
            let type = new[.type] ?? "text"
            let collation = new[.collation].map { " COLLATE \($0)" } ?? ""
            let using =
                new[.generated] == nil
                ? " USING \(name)::\(CastPath.through(old[.type] ?? type, type))\(type)" : ""
            statements.append("\(alter) TYPE \(type)\(collation)\(using)")
        }
        if let value = new[.default], facts.contains(.default) || isRetyped {
            statements.append("\(alter) SET DEFAULT \(value)")
        }
        if facts.contains(.notNull), new.isTrue(.notNull) {
            statements.append("\(alter) SET NOT NULL")
        }
        if facts.contains(.identity), let identity = new[.identity] {
            if old[.identity] == nil {
                statements.append("\(alter) ADD GENERATED \(TableSQL.asIdentity(identity))")
            } else {
                statements.append("\(alter) \(settings(ofIdentity: identity))")
            }
        }
        if facts.contains(.notNull), !new.isTrue(.notNull) {
            statements.append("\(alter) DROP NOT NULL")
        }
        for fact in facts where [.storage, .compression, .statisticsTarget].contains(fact) {
            statements.append(TableSQL.setting(new, fact))
        }
        if facts.contains(.options) {
            statements += TableSQL.options(of: new, from: old.list(.options))
        }
        return statements
    }

    /// `SET GENERATED ALWAYS SET INCREMENT BY 1 SET MINVALUE 1 …`
    private static func settings(ofIdentity identity: String) -> String {
        let cycles = identity.contains(" CYCLE")
        let words = identity.replacing(" CYCLE", with: "").replacing(")", with: "")
            .split(separator: "(", maxSplits: 1)
        var text = "SET GENERATED \(words[0].trimmingSpaces)"
        let option = /(INCREMENT BY|MINVALUE|MAXVALUE|START WITH|CACHE) (-?[0-9]+)/
        for match in (words.count > 1 ? words[1] : "").matches(of: option) {
            text += " SET \(match.output.1) \(match.output.2)"
        }
        return text + (cycles ? " SET CYCLE" : " SET NO CYCLE")
    }

    private static func domain(
        from old: SchemaObject, to new: SchemaObject, _ facts: [Fact]
    ) -> [String] {
        let alter = "ALTER DOMAIN \(new.id.sqlName)"
        var statements: [String] = []
        if facts.contains(.default) {
            statements.append(
                new[.default].map { "\(alter) SET DEFAULT \($0)" }
                    ?? "\(alter) DROP DEFAULT")
        }
        if facts.contains(.notNull) {
            statements.append("\(alter) \(new.isTrue(.notNull) ? "SET" : "DROP") NOT NULL")
        }
        guard facts.contains(.checks) else { return statements }
        let (before, after) = (old.facts[.checks]?.object, new.facts[.checks]?.object)
        for check in before?.entries ?? [] where after?[check.key] != check.value {
            statements.append("\(alter) DROP CONSTRAINT \(SQLName.text(check.key))")
        }
        for check in after?.entries ?? [] where before?[check.key] != check.value {
            statements.append(
                "\(alter) ADD CONSTRAINT \(SQLName.text(check.key)) \(check.value.string ?? "")")
        }
        return statements
    }

    /// Whether the words of an enum were only added to, so that nothing needs to be rebuilt.
    static func onlyAddsLabels(from old: SchemaObject, to new: SchemaObject) -> Bool {
        var rest = new.list(.labels)[...]
        for label in old.list(.labels) {
            guard let place = rest.firstIndex(of: label) else { return false }
            rest = rest[(place + 1)...]
        }
        return true
    }

    private static func addLabels(from old: SchemaObject, to new: SchemaObject) -> [String] {
        let known = Set(old.list(.labels))
        let labels = new.list(.labels)
        return labels.enumerated().compactMap { place, label in
            guard !known.contains(label) else { return nil }
            let literal = PostgresIdentifier.literal
            // What stands before it is there by now, added or not; else it is the first.
            let position =
                place > 0
                ? " AFTER \(literal(labels[place - 1]))"
                : labels.first(where: known.contains).map { " BEFORE \(literal($0))" } ?? ""
            return "ALTER TYPE \(new.id.sqlName) ADD VALUE \(literal(label))\(position)"
        }
    }

    static func options(from old: SchemaObject, to new: SchemaObject) -> [String] {
        let alter = "ALTER \(new.id.kind.sql) \(new.id.sqlName)"
        return CreateSQL.changes(ofOptions: old.list(.options), to: new.list(.options)).map {
            "\(alter) \($0)"
        }
    }

    /// The statements that give a composite type its attributes; nil where it has to be made anew,
    /// because one changes its type, or one comes before another that stays.
    static func attributes(from old: SchemaObject, to new: SchemaObject) -> [String]? {
        let (before, after) = (attributes(old), attributes(new))
        guard before.count > 0 || after.count == 0 else { return nil }
        let kept = before.filter(after.contains)
        let added = after.filter { !before.contains($0) }
        guard kept + added == after, Set(after.map { $0[0] }).count == after.count,
            !added.contains(where: { name in before.contains { $0[0] == name[0] } })
        else { return nil }
        let alter = "ALTER TYPE \(new.id.sqlName)"
        return added.map { "\(alter) ADD ATTRIBUTE \($0[0]) \($0[1])" }
            + before.filter { !after.contains($0) }.map { "\(alter) DROP ATTRIBUTE \($0[0])" }
    }

    private static func attributes(_ type: SchemaObject) -> [[String]] {
        (type.facts[.attributes]?.array ?? []).map { $0.array?.compactMap(\.string) ?? [] }
            .filter { $0.count == 2 }
    }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return text
    }
}
