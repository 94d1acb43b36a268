import PostgreSQL

/// The table that remembers which migrations a database has had.
public struct HistoryTable: Sendable, Hashable {
    /// `name`, or `schema.name`; without a schema it is where new tables go.
    public var schema: String?
    public var name: String

    public static let standardName = "dormouse_migrations"

    /// From what a person wrote: `dormouse_migrations`, `ops.migrations`.
    public init(_ text: String = standardName) {
        let parts = text.split(separator: ".", maxSplits: 1).map(String.init)
        schema = parts.count > 1 ? parts[0] : nil
        name = parts.last ?? Self.standardName
    }

    /// The table where it is, or will be.
    ///
    /// - Throws: `MigrationError.historyUnusable` where there is no schema for it, or PostgreSQL's.
    func located(_ connection: BlockingConnection) throws -> LocatedHistory {
        if let schema { return LocatedHistory(schema: schema, name: name) }
        let found = try connection.query(
            """
            SELECT n.nspname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relname = \(name) AND c.relkind = 'r' AND n.nspname = ANY(current_schemas(false))
            ORDER BY array_position(current_schemas(false), n.nspname) LIMIT 1
            """)
        if let schema = try found.values(as: String.self).first {
            return LocatedHistory(schema: schema, name: name)
        }
        guard
            let schema = try connection.query("SELECT current_schema()::text")
                .values(as: String?.self).first ?? nil
        else {
            throw MigrationError(
                .historyUnusable,
                "the search path names no schema that exists, so there is no place for \(name). "
                    + "Name one: --table public.\(name)")
        }
        return LocatedHistory(schema: schema, name: name)
    }
}

/// The history table, at a place that no migration can change under it.
struct LocatedHistory {
    let schema: String
    let name: String

    var path: [String] { [schema, name] }

    func exists(_ connection: BlockingConnection) throws(PostgreSQLError) -> Bool {
        try connection.query(
            """
            SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = \(schema) AND c.relname = \(name))
            """
        ).value()
    }

    /// Makes it where it is not there.
    ///
    /// - Parameter texts: whether versions have to be kept that are no numbers, such as Flyway's
    ///   `1.2`.
    func create(_ connection: BlockingConnection, texts: Bool = false) throws(PostgreSQLError) {
        if try !exists(connection) { try make(connection) }
        if texts, try versionType(connection) == "bigint" {
            try connection.query(
                "ALTER TABLE \(identifier: path) ALTER COLUMN version TYPE text USING version::text"
            )
        }
    }

    private func versionType(_ connection: BlockingConnection) throws(PostgreSQLError) -> String {
        let types: [String] = try connection.query(
            """
            SELECT format_type(atttypid, NULL) FROM pg_attribute
            WHERE attrelid = format('%I.%I', \(schema)::text, \(name)::text)::regclass
                AND attname = 'version'
            """
        ).values()
        return types.first ?? "bigint"
    }

    private func make(_ connection: BlockingConnection) throws(PostgreSQLError) {
        try connection.query("CREATE SCHEMA IF NOT EXISTS \(identifier: schema)")
        try connection.query(
            """
            CREATE TABLE IF NOT EXISTS \(identifier: path) (
                version bigint PRIMARY KEY,
                name text NOT NULL,
                checksum text NOT NULL,
                state text NOT NULL CHECK (state IN ('applied', 'baseline', 'dirty')),
                applied_at timestamptz NOT NULL DEFAULT clock_timestamp(),
                applied_by text NOT NULL DEFAULT current_user,
                milliseconds integer NOT NULL DEFAULT 0,
                failed_statement integer,
                failure text)
            """)
    }

    /// Empty where there is no table yet.
    func records(_ connection: BlockingConnection) throws -> [MigrationRecord] {
        guard try exists(connection) else { return [] }
        let rows = try read(connection)
        return try rows.rows.map { row in
            let text = try row.decode("version", as: String.self)
            guard let version = MigrationVersion(text) else {
                throw MigrationError(
                    .historyUnusable, "\(schema).\(name) holds '\(text)', which is no version")
            }
            return MigrationRecord(
                version: version, name: try row.decode("name"),
                checksum: try row.decode("checksum"),
                state: .init(rawValue: try row.decode("state")) ?? .applied,
                appliedAt: try row.decode("applied_at"),
                milliseconds: try row.decode("milliseconds"),
                failedStatement: try row.decode("failed_statement"),
                failure: try row.decode("failure"))
        }
    }

    private func read(_ connection: BlockingConnection) throws -> PostgresResult {
        do throws(PostgreSQLError) {
            return try connection.query(
                """
                SELECT version::text AS version, name, checksum, state,
                    to_char(applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS applied_at,
                    milliseconds, failed_statement, failure
                FROM \(identifier: path) ORDER BY version
                """)
        } catch {
            guard error.code == .undefinedColumn else { throw error }
            throw MigrationError(
                .historyUnusable,
                "\(schema).\(name) is no history that dormouse wrote. Name another with --table")
        }
    }

    /// Writes an entry, over the one of the same version.
    func put(_ record: MigrationRecord, _ connection: BlockingConnection) throws(PostgreSQLError) {
        let type = try versionType(connection)
        try connection.query(
            """
            INSERT INTO \(identifier: path)
                (version, name, checksum, state, milliseconds, failed_statement, failure)
            VALUES ((\(record.version.key)::text)::\(unescaped: type), \(record.name), \(record.checksum),
                \(record.state.rawValue), \(record.milliseconds), \(record.failedStatement.postgresValue),
                \(record.failure.postgresValue))
            ON CONFLICT (version) DO UPDATE SET name = excluded.name, checksum = excluded.checksum,
                state = excluded.state, applied_at = clock_timestamp(), applied_by = current_user,
                milliseconds = excluded.milliseconds,
                failed_statement = excluded.failed_statement, failure = excluded.failure
            """)
    }

    func remove(_ version: MigrationVersion, _ connection: BlockingConnection)
        throws(PostgreSQLError)
    {
        try connection.query(
            "DELETE FROM \(identifier: path) WHERE version::text = \(version.key)")
    }
}
