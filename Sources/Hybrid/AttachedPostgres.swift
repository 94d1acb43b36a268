public import DuckDB
public import PostgreSQL

/// A PostgreSQL database attached to DuckDB. The password goes through a temporary secret of DuckDB,
/// which is gone when this is made: whoever held it could attach the server once more. Attached for
/// reading only, not even `postgres_execute` writes.
///
/// Needs DuckDB's extension `postgres_scanner`. Calls block.
public struct AttachedPostgres: Sendable {
    public let duckDB: DuckDB.Connection
    /// The name under which DuckDB knows it.
    public let alias: String
    private var secret: String { alias + "_secret" }

    /// Attaches it. Throws what DuckDB says where it cannot be reached.
    ///
    /// - Parameters:
    ///   - configuration: its password, user, database and hosts go into the secret, TLS and the rest
    ///     into the text of the connection.
    ///   - schema: whose names need no schema before them; nil for DuckDB's choice. No other is seen.
    ///   - readOnly: false where rows are to be written back.
    public init(
        _ configuration: ConnectionConfiguration, to duckDB: DuckDB.Connection,
        as alias: String = "source", schema: String? = nil, readOnly: Bool = true
    ) throws {
        self.duckDB = duckDB
        self.alias = alias
        try duckDB.execute("LOAD postgres_scanner")
        var options: [(String, String)] = [("TYPE", "postgres")]
        func add(_ name: String, _ value: String?) {
            if let value, !value.isEmpty { options.append((name, quoteLiteral(value))) }
        }
        let hosts = configuration.hosts.map(\.name).joined(separator: ",")
        let ports = configuration.hosts.compactMap { $0.port.map { String($0) } }
        add("HOST", hosts)
        add("PORT", ports.joined(separator: ","))
        add("DATABASE", configuration.database)
        add("USER", configuration.user)
        add("PASSWORD", configuration.password)
        let list = options.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        try duckDB.execute(
            "CREATE OR REPLACE TEMPORARY SECRET \(quoteIdentifier(secret)) (\(list))")
        defer { try? duckDB.execute("DROP SECRET IF EXISTS \(quoteIdentifier(secret))") }
        var choices = ["TYPE postgres", "SECRET \(quoteIdentifier(secret))"]
        if let schema { choices.append("SCHEMA \(quoteLiteral(schema))") }
        if readOnly { choices.append("READ_ONLY") }
        try duckDB.execute(
            "ATTACH \(quoteLiteral(Self.settings(configuration))) AS \(quoteIdentifier(alias)) "
                + "(\(choices.joined(separator: ", ")))")
    }

    public func detach() throws {
        try duckDB.execute("DETACH DATABASE IF EXISTS \(quoteIdentifier(alias))")
    }

    /// `sslmode='verify-full' connect_timeout='10'`, in libpq's form.
    private static func settings(_ configuration: ConnectionConfiguration) -> String {
        var all = configuration.parameters
        all["sslmode"] = configuration.tls?.rawValue ?? all["sslmode"]
        all["sslrootcert"] = configuration.rootCertificate ?? all["sslrootcert"]
        all["application_name"] = configuration.applicationName ?? "dormouse"
        all["connect_timeout"] = String(max(2, configuration.connectTimeout.components.seconds))
        return all.sorted { $0.key < $1.key }.map { name, value in
            let escaped = value.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
            return "\(name)='\(escaped)'"
        }.joined(separator: " ")
    }
}

extension AttachedPostgres {
    /// A query of DuckDB that gives the rows of a table as the plan has them, with exact types;
    /// to be selected from, joined, or stored.
    ///
    /// - Parameter condition: which rows, in the server's SQL; its values go in as literals, each
    ///   escaped and cast to its type, because the reader takes no parameters.
    public func rows(
        of plan: TablePlan, where condition: PostgresQuery? = nil, order: [String] = []
    ) throws -> SQL {
        var inner =
            "SELECT "
            + plan.columns.map {
                "\($0.serverExpression) AS \(PostgresIdentifier.quote($0.name))"
            }.joined(separator: ", ")
            + " FROM \(PostgresIdentifier.quote([plan.schema, plan.table]))"
        if let condition { inner += " WHERE " + (try condition.withLiterals()) }
        if !order.isEmpty {
            inner +=
                " ORDER BY " + order.map { PostgresIdentifier.quote($0) }.joined(separator: ", ")
        }
        let outer = plan.columns.map { column in
            let name = quoteIdentifier(column.name)
            return column.needsCast ? "\(name)::\(column.duckDBType) AS \(name)" : name
        }.joined(separator: ", ")
        return SQL(
            text: "SELECT \(outer) FROM postgres_query("
                + "\(quoteLiteral(alias)), \(quoteLiteral(inner)))")
    }

    /// Copies rows of a table into a new table of DuckDB. Gives how many.
    @discardableResult
    public func load(
        _ plan: TablePlan, into table: [String], where condition: PostgresQuery? = nil
    ) throws -> Int {
        let source = try rows(of: plan, where: condition)
        let name = quoteIdentifier(table)
        try duckDB.execute("CREATE OR REPLACE TABLE \(name) AS \(source.text)")
        return try duckDB.query(SQL(text: "SELECT count(*) FROM \(name)")).first?.intValue ?? 0
    }
}
