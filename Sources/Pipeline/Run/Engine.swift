internal import DuckDB
internal import Synchronization

/// The database as a run sees it: statements, and what relations exist.
///
/// What exists is asked once and remembered; statements that templates send forget it, because
/// they may do anything.
final class Engine: Sendable {
    let connection: Connection
    private let cache = Mutex<Cache?>(nil)

    private struct Cache: Sendable {
        /// Tables and views by ``Relation/key``.
        var relations: [String: Relation] = [:]
        /// Schemas by the key of a relation without identifier.
        var schemas: Set<String> = []
    }

    init(_ connection: Connection) { self.connection = connection }

    /// Runs one statement and gives its answer.
    func query(_ sql: String, _ values: [DuckDB.Value] = []) throws(PipelineError) -> DuckDB.Result
    {
        do {
            return try connection.query(sql, values)
        } catch {
            throw PipelineError(error, statement: sql)
        }
    }

    /// Runs what a template sends: one statement, or several of which none answers.
    func run(_ sql: String) throws(PipelineError) -> DuckDB.Result {
        let text = Self.trimmed(sql)
        if text.isEmpty { return try query("select 1 where false") }
        if !Self.isSelection(text) { forget() }
        do {
            return try connection.query(text, [])
        } catch {
            guard text.contains(";"), error.message.contains("multiple statements") else {
                throw PipelineError(error, statement: text)
            }
        }
        do {
            try connection.execute(text)
        } catch {
            throw PipelineError(error, statement: error.sql ?? text)
        }
        return try query("select 1 where false")
    }

    /// The text without blanks and semicolons at its ends.
    static func trimmed(_ sql: String) -> String {
        var text = Substring(sql)
        while let last = text.last, last.isWhitespace || last == ";" { text.removeLast() }
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        return String(text)
    }

    private static func isSelection(_ text: String) -> Bool {
        let word = text.prefix { $0.isLetter }.lowercased()
        return word == "select" || word == "describe" || word == "show"
    }

    // MARK: What exists

    /// Forgets what exists, so that the next question asks the database.
    func forget() { cache.withLock { $0 = nil } }

    /// The table or view of a name with its kind; a name without database or schema stands in the
    /// connection's own.
    func existing(_ relation: Relation) throws(PipelineError) -> Relation? {
        try loaded().relations[try completed(relation).key]
    }

    func schemaExists(of relation: Relation) throws(PipelineError) -> Bool {
        try loaded().schemas.contains(try completed(relation).schemaKey)
    }

    private func completed(_ relation: Relation) throws(PipelineError) -> Relation {
        if relation.database != nil, relation.schema != nil { return relation }
        let current = try query("select current_database(), current_schema()")
        var completed = relation
        completed.database = relation.database ?? current[0, 0].stringValue
        completed.schema = relation.schema ?? current[0, 1].stringValue
        return completed
    }

    private func loaded() throws(PipelineError) -> Cache {
        if let cache = cache.withLock({ $0 }) { return cache }
        var cache = Cache()
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
            cache.relations[relation.key] = relation
        }
        for row in try query("select database_name, schema_name from duckdb_schemas()").rows {
            cache.schemas.insert(
                Relation(database: row[0].stringValue, schema: row[1].stringValue).schemaKey)
        }
        self.cache.withLock { $0 = cache }
        return cache
    }

    // MARK: Changes

    /// Makes the schema of a relation where it is missing.
    func createSchema(of relation: Relation) throws(PipelineError) {
        if try schemaExists(of: relation) { return }
        let schema = Relation(database: relation.database, schema: relation.schema)
        _ = try query("create schema if not exists \(schema.sql)")
        let key = try completed(relation).schemaKey
        cache.withLock { _ = $0?.schemas.insert(key) }
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
        var known = relation
        known.kind = kind
        cache.withLock { $0?.relations[relation.key] = kind == nil ? nil : known }
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
    fileprivate var schemaKey: String { Relation(database: database, schema: schema).key }
}
