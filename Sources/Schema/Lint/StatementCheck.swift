/// Looks at one statement of a migration.
struct StatementCheck {
    private let statement: SQLStatement
    private let script: MigrationScript
    private let emptyTables: Set<[String]>
    private(set) var findings: [LintFinding] = []
    /// The table that the statement creates.
    private(set) var createdTable: [String]?

    /// - Parameter emptyTables: those that the same file created before.
    init(_ statement: SQLStatement, in script: MigrationScript, emptyTables: Set<[String]>) {
        self.statement = statement
        self.script = script
        self.emptyTables = emptyTables
        checkTransaction()
        checkByVerb()
    }

    mutating func found(_ rule: LintRule, _ message: String, at token: SQLToken? = nil) {
        let line = token.map { token in
            let start = statement.tokens[0].range.lowerBound
            let before = statement.text.utf8.prefix(token.range.lowerBound - start)
            return statement.line + before.count { $0 == UInt8(ascii: "\n") }
        }
        findings.append(
            LintFinding(
                rule: rule, file: script.path, line: line ?? statement.line, message: message))
    }

    func isEmpty(_ table: [String]) -> Bool {
        emptyTables.contains(Self.unqualified(table))
    }

    /// `public.a` and `a` are the same for this purpose.
    private static func unqualified(_ table: [String]) -> [String] {
        table.count == 2 && table[0] == "public" ? [table[1]] : table
    }

    private mutating func checkTransaction() {
        guard script.isTransactional else { return }
        if statement.controlsTransaction {
            let word = statement.tokens[0].word?.uppercased() ?? ""
            found(.transactionControl, "\(word) in a migration that runs in a transaction")
        }
        if statement.mustRunOutsideTransaction {
            let words = statement.tokens.prefix(2).compactMap(\.word).joined(separator: " ")
            let concurrently = statement.has("concurrently") ? " CONCURRENTLY" : ""
            found(
                .concurrentlyInTransaction,
                "\(words.uppercased())\(concurrently) in a migration that runs in a transaction")
        }
    }

    private mutating func checkByVerb() {
        var reader = SQLReader(statement.tokens)
        if reader.accept("create") {
            create(&reader)
        } else if reader.accept("alter", "table") {
            alterTable(reader)
        } else if reader.accept("alter", "extension") {
            extensionName(&reader)
        } else if reader.accept("drop") {
            drop(&reader)
        } else if statement.begins(with: "alter"),
            statement.has("rename", "to")
                || statement.has("rename", "value")
        {
            found(.rename, "a rename of something in use")
        } else if reader.accept("truncate") {
            _ = reader.accept("table") || reader.accept("only")
            found(.truncate, "every row of \(shown(reader.name())) is taken away")
        } else {
            rows(&reader)
        }
    }

    private mutating func create(_ reader: inout SQLReader) {
        let isUnique = reader.accept("unique")
        _ =
            reader.accept("or", "replace") || reader.accept("unlogged") || reader.accept("temp")
            || reader.accept("temporary")
        if reader.accept("table") {
            _ = reader.accept("if", "not", "exists")
            createdTable = reader.name().map(Self.unqualified)
        } else if reader.accept("index") {
            createIndex(&reader, isUnique: isUnique)
        } else if reader.accept("extension") {
            _ = reader.accept("if", "not", "exists")
            extensionName(&reader)
        }
    }

    private mutating func createIndex(_ reader: inout SQLReader, isUnique: Bool) {
        guard !reader.accept("concurrently") else { return }
        _ = reader.accept("if", "not", "exists")
        if reader.current?.word != "on" { _ = reader.name() }
        guard reader.accept("on") else { return }
        _ = reader.accept("only")
        guard let table = reader.name(), !isEmpty(table) else { return }
        found(.indexLocks, "CREATE INDEX on \(shown(table)) without CONCURRENTLY")
    }

    private mutating func extensionName(_ reader: inout SQLReader) {
        let token = reader.current
        guard let name = reader.name()?.first, let meant = KnownExtensions.suggestion(for: name)
        else { return }
        found(
            .extensionName, "there is no extension \"\(name)\"; \"\(meant)\" is probably meant",
            at: token)
    }

    private mutating func drop(_ reader: inout SQLReader) {
        let what = reader.current?.word ?? ""
        reader.skip()
        if what == "index" {
            guard !reader.accept("concurrently") else { return }
            _ = reader.accept("if", "exists")
            found(.indexLocks, "DROP INDEX \(shown(reader.name())) without CONCURRENTLY")
            return
        }
        if what == "materialized" { reader.skip() }
        _ = reader.accept("if", "exists")
        let names = reader.parts().compactMap { part -> [String]? in
            var part = SQLReader(part)
            return part.name()
        }
        let kept = names.filter { !isEmpty($0) }
        let list = kept.map(shown).joined(separator: ", ")
        if ["table", "schema"].contains(what), !kept.isEmpty {
            found(.dropTable, "DROP \(what.uppercased()) \(list)")
        }
        if statement.tokens.last?.word == "cascade", !kept.isEmpty {
            found(.dropCascade, "DROP \(what.uppercased()) \(list) CASCADE")
        }
    }

    private mutating func rows(_ reader: inout SQLReader) {
        let outside = statement.tokens.outsideParentheses
        if reader.accept("update"), !outside.has("where"), outside.has("set") {
            _ = reader.accept("only")
            changesAll("UPDATE", reader.name())
        } else if reader.accept("delete", "from"), !outside.has("where"), !outside.has("using") {
            _ = reader.accept("only")
            changesAll("DELETE", reader.name())
        } else if reader.accept("vacuum"), statement.has("full") {
            found(.tableLock, "VACUUM FULL")
        } else if reader.accept("cluster") {
            found(.tableLock, "CLUSTER")
        } else if reader.accept("lock") {
            found(.tableLock, "LOCK TABLE")
        } else if reader.accept("reindex"), !statement.has("concurrently") {
            found(.indexLocks, "REINDEX without CONCURRENTLY")
        } else if reader.accept("refresh", "materialized", "view"),
            !reader.accept("concurrently")
        {
            found(
                .tableLock,
                "REFRESH MATERIALIZED VIEW \(shown(reader.name())) without CONCURRENTLY")
        }
    }

    private mutating func changesAll(_ verb: String, _ table: [String]?) {
        guard let table, !isEmpty(table) else { return }
        found(.allRows, "\(verb) of every row of \(shown(table)), without WHERE")
    }

    func shown(_ name: [String]?) -> String {
        name?.joined(separator: ".") ?? "the table"
    }
}
