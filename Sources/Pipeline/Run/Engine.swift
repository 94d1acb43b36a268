internal import DuckDB
internal import Synchronization

/// The database as a run sees it: statements, and what relations exist.
///
/// What exists is asked once and remembered; statements of templates that may change it forget
/// it. What a transaction changes becomes known to others when it is committed.
final class Engine: Sendable {
    let connection: Connection
    let known: KnownRelations
    private let pending = Mutex<Pending?>(nil)

    /// What the transaction under way has changed.
    private struct Pending: Sendable {
        /// Relations that came, and nil for what went, by ``Relation/key``.
        var changes: [String: Relation?] = [:]
        var mayHaveChangedAnything = false
        /// What exists as this transaction sees it: others may have committed since it began.
        var contents: KnownRelations.Contents?
    }

    init(_ connection: Connection) {
        self.connection = connection
        known = KnownRelations()
    }

    /// An engine on another connection that shares what is known.
    init(_ connection: Connection, sharing other: Engine) {
        self.connection = connection
        known = other.known
    }

    /// Runs the body in a transaction: whatever it throws, nothing of it is kept.
    func transaction<T>(
        _ body: () throws(PipelineError) -> T
    ) throws(PipelineError) -> T {
        // Asked before it begins, the answer is good for the others as well.
        if known.present == nil { _ = try loaded() }
        pending.withLock { $0 = Pending() }
        do {
            let answer = try connection.transaction { () throws(PipelineError) -> T in try body() }
            let done = pending.withLock { pending in
                defer { pending = nil }
                return pending ?? Pending()
            }
            if done.mayHaveChangedAnything { known.forget() } else { known.note(done.changes) }
            return answer
        } catch {
            pending.withLock { $0 = nil }
            known.forget()
            if let error = error as? PipelineError { throw error }
            if let error = error as? DuckDBError {
                throw PipelineError(error, statement: error.sql ?? "")
            }
            throw PipelineError(.database, "the transaction failed")
        }
    }

    /// Runs one statement and gives its answer.
    func query(_ sql: String, _ values: [DuckDB.Value] = []) throws(PipelineError) -> DuckDB.Result
    {
        do {
            return try connection.query(sql, values)
        } catch {
            throw PipelineError(error, statement: sql)
        }
    }

    /// Runs what a template sends: one statement, or several of which the last answers.
    func run(_ sql: String) throws(PipelineError) -> DuckDB.Result {
        let text = Self.trimmed(sql)
        if text.isEmpty { return try query("select 1 where false") }
        if Self.mayChangeRelations(text) { forget() }
        do {
            return try connection.query(text, [])
        } catch {
            guard text.contains(";"), error.message.contains("multiple statements") else {
                throw PipelineError(error, statement: text)
            }
        }
        // Of several, the last one answers.
        let pieces = ScriptSplitter.statements(of: text)
        do {
            try connection.execute(pieces.dropLast().joined(separator: ";\n"))
        } catch {
            throw PipelineError(error, statement: error.sql ?? text)
        }
        return try query(pieces.last ?? "select 1 where false")
    }

    /// The text without blanks and semicolons at its ends.
    static func trimmed(_ sql: String) -> String {
        var text = Substring(sql)
        while let last = text.last, last.isWhitespace || last == ";" { text.removeLast() }
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        return String(text)
    }

    /// Whether a statement is none of those that leave tables and views as they are.
    private static func mayChangeRelations(_ text: String) -> Bool {
        if text.contains(";") { return true }
        let word = text.prefix { $0.isLetter }.lowercased()
        return ![
            "select", "describe", "show", "with", "from", "explain", "insert", "update", "delete",
            "merge", "truncate", "copy", "comment", "analyze", "vacuum", "checkpoint", "set",
            "reset", "pragma", "values", "summarize",
        ].contains(word)
    }

    // MARK: What exists

    /// Forgets what exists, so that the next question asks the database.
    func forget() {
        pending.withLock { pending in
            pending?.mayHaveChangedAnything = true
            pending?.contents = nil
        }
        known.forget()
    }

    /// The table or view of a name with its kind; a name without database or schema stands in the
    /// connection's own.
    func existing(_ relation: Relation) throws(PipelineError) -> Relation? {
        let key = try completed(relation).key
        if let change = pending.withLock({ $0?.changes[key] }) { return change }
        return try loaded().relations[key]
    }

    func schemaExists(of relation: Relation) throws(PipelineError) -> Bool {
        try loaded().schemas.contains(try completed(relation).schemaKey)
    }

    /// The tables and views of a schema, by their names.
    func relations(in schema: Relation) throws(PipelineError) -> [Relation] {
        let key = try completed(schema).schemaKey
        return try loaded().relations.values.filter { $0.schemaKey == key }
            .sorted { ($0.identifier ?? "") < ($1.identifier ?? "") }
    }

    private func completed(_ relation: Relation) throws(PipelineError) -> Relation {
        if relation.database != nil, relation.schema != nil { return relation }
        let current = try query("select current_database(), current_schema()")
        var completed = relation
        completed.database = relation.database ?? current[0, 0].stringValue
        completed.schema = relation.schema ?? current[0, 1].stringValue
        return completed
    }

    private func loaded() throws(PipelineError) -> KnownRelations.Contents {
        guard let pending = pending.withLock(\.self) else {
            return try known.contents { () throws(PipelineError) in try ask() }
        }
        if let contents = pending.contents { return contents }
        // What others know lacks what this transaction alone has changed.
        if !pending.mayHaveChangedAnything, let contents = known.present { return contents }
        let contents = try ask()
        self.pending.withLock { $0?.contents = contents }
        return contents
    }

    private func ask() throws(PipelineError) -> KnownRelations.Contents {
        var contents = KnownRelations.Contents()
        let relations = try query(
            """
            select database_name, schema_name, table_name, false from duckdb_tables()
            union all
            select database_name, schema_name, view_name, true from duckdb_views()
            where not internal
            """)
        for row in relations.rows {
            let relation = Relation(
                database: row[0].stringValue, schema: row[1].stringValue,
                identifier: row[2].stringValue, kind: row[3].boolValue == true ? .view : .table)
            contents.relations[relation.key] = relation
        }
        for row in try query("select database_name, schema_name from duckdb_schemas()").rows {
            contents.schemas.insert(
                Relation(database: row[0].stringValue, schema: row[1].stringValue).schemaKey)
        }
        return contents
    }

    // MARK: Changes

    /// Makes the schema of a relation where it is missing.
    func createSchema(of relation: Relation) throws(PipelineError) {
        if try schemaExists(of: relation) { return }
        let schema = Relation(database: relation.database, schema: relation.schema)
        _ = try query("create schema if not exists \(schema.sql)")
        known.note(schema: try completed(relation).schemaKey)
    }

    func dropSchema(of relation: Relation) throws(PipelineError) {
        let schema = Relation(database: relation.database, schema: relation.schema)
        _ = try query("drop schema if exists \(schema.sql) cascade")
        forget()
    }

    /// Drops the table or view of a name, where there is one.
    func drop(_ relation: Relation) throws(PipelineError) {
        guard let found = try existing(relation), let kind = found.kind else { return }
        _ = try query("drop \(kind.rawValue) if exists \(relation.sql) cascade")
        note(relation, nil)
    }

    func rename(_ relation: Relation, to other: Relation) throws(PipelineError) {
        guard let found = try existing(relation), let kind = found.kind else {
            throw PipelineError(.database, "there is no relation \(relation) to rename")
        }
        _ = try query(
            "alter \(kind.rawValue) \(relation.sql) rename to \(quoted(other.identifier ?? ""))")
        note(relation, nil)
        note(other, kind)
    }

    /// Remembers that a relation came (with its kind) or went (nil).
    func note(_ relation: Relation, _ kind: Relation.Kind?) {
        var noted: Relation? = relation
        noted?.kind = kind
        if kind == nil { noted = nil }
        let isPending = pending.withLock { pending -> Bool in
            pending?.changes.updateValue(noted, forKey: relation.key)
            return pending != nil
        }
        if !isPending { known.note([relation.key: noted]) }
    }

    /// The columns of a relation with their types as DuckDB writes them.
    func columns(of relation: Relation) throws(PipelineError) -> [(name: String, type: String)] {
        try query("select column_name, column_type from (describe \(relation.sql))").rows.map {
            ($0[0].stringValue ?? "", $0[1].stringValue ?? "")
        }
    }
}

extension Relation {
    /// The key of the relation's schema.
    var schemaKey: String { Relation(database: database, schema: schema).key }
}
