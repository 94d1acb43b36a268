internal import CDuckDB

/// A prepared statement: parsed and planned once, run many times with other values.
public final class Statement: @unchecked Sendable {
    // Sendable: every use of the handle holds the connection's lock.
    public let sql: String
    private let connection: Connection
    private var raw: duckdb_prepared_statement?

    init(_ sql: String, connection: Connection) throws(DuckDBError) {
        self.sql = sql
        self.connection = connection
        try Self.checkText(sql)
        try connection.enter()
        defer { connection.leave() }
        try check(duckdb_prepare(connection.raw, sql, &raw))
    }

    init(_ extracted: ExtractedStatements, index: Int, sql: String, connection: Connection)
        throws(DuckDBError)
    {
        self.sql = sql
        self.connection = connection
        try connection.enter()
        defer { connection.leave() }
        try check(
            duckdb_prepare_extracted_statement(
                connection.raw, extracted.raw, idx_t(index), &raw))
    }

    deinit { duckdb_destroy_prepare(&raw) }

    /// The engine's text ends at a NUL: what follows would be left out without a word.
    static func checkText(_ sql: String) throws(DuckDBError) {
        if sql.utf8.contains(0) {
            throw DuckDBError(
                .parser, "SQL cannot hold the character NUL: bind the value instead", sql: sql)
        }
    }

    private func check(_ state: duckdb_state) throws(DuckDBError) {
        guard state != DuckDBSuccess else { return }
        let error = DuckDBError.engine(nil, duckdb_prepare_error(raw), sql: sql)
        duckdb_destroy_prepare(&raw)
        throw error
    }

    /// What DuckDB's parser made of the text.
    var type: duckdb_statement_type { duckdb_prepared_statement_type(raw) }

    /// How many values the statement wants.
    public var parameterCount: Int { Int(duckdb_nparams(raw)) }

    /// The parameters' names in the order of their values: `1`, `2`… where they have none.
    public var parameterNames: [String] {
        (0..<parameterCount).map {
            LogicalType.take(
                UnsafeMutablePointer(mutating: duckdb_parameter_name(raw, idx_t($0 + 1)))) ?? ""
        }
    }

    /// Runs it with values for `?` or `$1`, `$2`… and gives the whole answer.
    @discardableResult
    public func query(_ values: [Value] = []) throws(DuckDBError) -> Result {
        try connection.enter()
        defer { connection.leave() }
        do {
            return try start(values).collect()
        } catch {
            throw DuckDBError(error.code, error.message, sql: sql, hiding: values)
        }
    }

    /// Runs it with values for `$name`.
    @discardableResult
    public func query(named values: [String: Value]) throws(DuckDBError) -> Result {
        try query(try ordered(values))
    }

    /// Runs it and gives the answer block by block.
    public func stream(_ values: [Value] = []) throws(DuckDBError) -> ResultStream {
        try connection.enter()
        defer { connection.leave() }
        do {
            let handle = try start(values)
            try handle.checkTypes()
            return ResultStream(
                handle, connection: connection, generation: connection.generation, sql: sql,
                values: values)
        } catch {
            throw DuckDBError(error.code, error.message, sql: sql, hiding: values)
        }
    }

    /// Runs it for its effect alone.
    func run() throws(DuckDBError) {
        let handle = try start([])
        while try handle.next() != nil {}
    }

    private func start(_ values: [Value]) throws(DuckDBError) -> ResultHandle {
        guard values.count == parameterCount else {
            throw DuckDBError(
                .parameters,
                "the statement takes \(parameterCount) values and was given \(values.count)")
        }
        for (index, value) in values.enumerated() {
            let handle = try value.makeHandle()
            try withExtendedLifetime(handle) { () throws(DuckDBError) in
                guard duckdb_bind_value(raw, idx_t(index + 1), handle.raw) == DuckDBSuccess else {
                    throw .engine(nil, duckdb_prepare_error(raw))
                }
            }
        }
        connection.generation &+= 1
        connection.interruption.clear()
        var result = duckdb_result()
        let state = duckdb_execute_prepared_streaming(raw, &result)
        if type == DUCKDB_STATEMENT_TYPE_TRANSACTION {
            connection.followTransaction(sql, succeeded: state == DuckDBSuccess)
        }
        guard state == DuckDBSuccess else {
            defer { duckdb_destroy_result(&result) }
            throw .engine(duckdb_result_error_type(&result), duckdb_result_error(&result))
        }
        return ResultHandle(result)
    }

    private func ordered(_ values: [String: Value]) throws(DuckDBError) -> [Value] {
        let names = parameterNames
        guard Set(names) == Set(values.keys) else {
            throw DuckDBError(
                .parameters,
                "the statement takes the values \(names.sorted().joined(separator: ", ")) "
                    + "and was given \(values.keys.sorted().joined(separator: ", "))", sql: sql)
        }
        return names.map { values[$0] ?? .null }
    }
}
