extension StatementCheck {
    /// The actions of an `ALTER TABLE`, after those words.
    mutating func alterTable(_ reader: SQLReader) {
        var reader = reader
        _ = reader.accept("if", "exists")
        _ = reader.accept("only")
        guard let table = reader.name(), !isEmpty(table) else { return }
        _ = reader.accept(symbol: "*")
        for part in reader.parts() { action(part, on: shown(table)) }
    }

    private mutating func action(_ tokens: [SQLToken], on table: String) {
        var reader = SQLReader(tokens)
        let first = tokens.first
        if reader.accept("add") {
            if ["constraint", "primary", "unique", "foreign", "check", "exclude"]
                .contains(reader.current?.word)
            {
                return addConstraint(tokens, on: table)
            }
            _ = reader.accept("column")
            _ = reader.accept("if", "not", "exists")
            let name = reader.name()?.first ?? "?"
            addColumn("\(table).\(name)", reader.rest, at: first)
        } else if reader.accept("drop") {
            if reader.accept("constraint") { return }
            _ = reader.accept("column")
            if ["expression", "identity", "default", "not"].contains(reader.current?.word) {
                return
            }
            _ = reader.accept("if", "exists")
            found(.dropColumn, "DROP COLUMN \(table).\(shown(reader.name()))", at: first)
        } else if reader.accept("alter") {
            if reader.accept("constraint") { return }
            _ = reader.accept("column")
            alterColumn("\(table).\(shown(reader.name()))", reader, at: first)
        } else if reader.accept("rename") {
            rename(reader, on: table, at: first)
        } else if reader.accept("set") {
            if reader.accept("logged") || reader.accept("unlogged")
                || reader.accept("access", "method") || reader.accept("tablespace")
            {
                found(.rewrite, "\(table) is written anew", at: first)
            }
            if reader.accept("schema") { found(.rename, "\(table) moves to a schema", at: first) }
        } else if reader.accept("attach", "partition"), !tokens.has("default") {
            return
        }
    }

    private mutating func addColumn(_ column: String, _ rest: [SQLToken], at token: SQLToken?) {
        let outside = rest.outsideParentheses
        let isNotNull = outside.has("not", "null") || outside.has("primary", "key")
        let type = rest.first?.word ?? ""
        let counts = ["serial", "bigserial", "smallserial", "serial4", "serial8"].contains(type)
        let isIdentity = outside.has("as", "identity")
        let isGenerated = outside.has("generated") && !isIdentity
        if isNotNull, !outside.has("default"), !counts, !isIdentity, !isGenerated {
            found(
                .notNullWithoutDefault, "ADD COLUMN \(column) NOT NULL without a DEFAULT", at: token
            )
        }
        if counts || isIdentity {
            found(.rewrite, "ADD COLUMN \(column) numbers every row", at: token)
        } else if isGenerated, outside.has("stored") {
            found(.rewrite, "ADD COLUMN \(column) GENERATED … STORED", at: token)
        } else if let volatile = rest.first(where: { Self.volatile.contains($0.word ?? "") }),
            outside.has("default")
        {
            found(
                .rewrite,
                "ADD COLUMN \(column) with the default \(volatile.word ?? "")(), "
                    + "which differs for each row", at: token)
        }
        if outside.has("references"), !outside.has("not", "valid") {
            found(
                .constraintValidates, "ADD COLUMN \(column) REFERENCES locks both tables", at: token
            )
        }
        if outside.has("unique") || outside.has("primary", "key") {
            found(.indexLocks, "ADD COLUMN \(column) UNIQUE builds its index", at: token)
        }
    }

    /// Functions that give each row another value; `now()` gives all rows the same.
    private static let volatile: Set<String> = [
        "random", "gen_random_uuid", "uuid_generate_v1", "uuid_generate_v4", "uuidv4", "uuidv7",
        "clock_timestamp", "nextval", "timeofday", "random_normal", "gen_random_bytes",
    ]

    private mutating func addConstraint(_ tokens: [SQLToken], on table: String) {
        let outside = tokens.outsideParentheses
        guard !outside.has("not", "valid"), !outside.has("using", "index"),
            !outside.has("not", "enforced")
        else { return }
        var reader = SQLReader(tokens)
        reader.skip()
        var name = ""
        if reader.accept("constraint") { name = " " + shown(reader.name()) }
        let kind =
            switch reader.current?.word {
            case "primary": "PRIMARY KEY builds its index"
            case "unique": "UNIQUE builds its index"
            case "foreign": "FOREIGN KEY without NOT VALID"
            case "exclude": "EXCLUDE builds its index"
            case "check": "CHECK without NOT VALID"
            default: "NOT NULL without NOT VALID"
            }
        found(.constraintValidates, "ADD CONSTRAINT\(name) on \(table): \(kind)", at: tokens.first)
    }

    private mutating func alterColumn(_ column: String, _ reader: SQLReader, at token: SQLToken?) {
        var reader = reader
        if reader.accept("set", "data", "type") || reader.accept("type") {
            found(.columnType, "ALTER COLUMN \(column) TYPE", at: token)
        } else if reader.accept("set", "not", "null") {
            found(.setNotNull, "ALTER COLUMN \(column) SET NOT NULL", at: token)
        } else if reader.accept("set", "expression") {
            found(.rewrite, "ALTER COLUMN \(column) SET EXPRESSION", at: token)
        }
    }

    private mutating func rename(_ reader: SQLReader, on table: String, at token: SQLToken?) {
        var reader = reader
        if reader.accept("constraint") { return }
        if reader.accept("to") {
            found(.rename, "\(table) is renamed to \(shown(reader.name()))", at: token)
        } else {
            _ = reader.accept("column")
            let old = shown(reader.name())
            _ = reader.accept("to")
            found(.rename, "\(table).\(old) is renamed to \(shown(reader.name()))", at: token)
        }
    }
}
