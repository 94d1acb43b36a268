internal import CDuckDB

/// Writes many rows into a table, far faster than INSERT.
///
/// All or nothing: the rows are written in a transaction that `close` commits (or in the caller's,
/// where there is one), and an error rolls all of them back since the last `flush`. An appender
/// that goes away without `close` leaves nothing. It belongs to one thread at a time.
public final class Appender {
    public let table: String
    /// The columns each row gives, in order.
    public let columns: [Column]
    let connection: Connection
    let builder: ChunkBuilder
    private var raw: duckdb_appender?
    private var ownsTransaction = false
    private var failure: DuckDBError?

    init(
        table: String, schema: String?, catalog: String?, columns names: [String]?,
        connection: Connection
    ) throws(DuckDBError) {
        self.table = table
        self.connection = connection
        try connection.enter()
        defer { connection.leave() }
        var appender: duckdb_appender?
        let state = duckdb_appender_create_ext(connection.raw, catalog, schema, table, &appender)
        guard state == DuckDBSuccess, let appender else {
            defer { duckdb_appender_destroy(&appender) }
            throw .appender(appender, table: table)
        }
        var handle: duckdb_appender? = appender
        for name in names ?? [] {
            guard duckdb_appender_add_column(appender, name) == DuckDBSuccess else {
                defer { duckdb_appender_destroy(&handle) }
                throw .appender(appender, table: table)
            }
        }
        let types = (0..<duckdb_appender_column_count(appender)).map { index in
            let type = TypeHandle(duckdb_appender_column_type(appender, index))
            return withExtendedLifetime(type) { LogicalType(type.raw) }
        }
        let known = names ?? Self.columnNames(connection, catalog, schema, table)
        columns = types.enumerated().map { index, type in
            Column(name: known.count == types.count ? known[index] : "\(index + 1)", type: type)
        }
        if let type = types.lazy.compactMap(\.unreadable).first {
            duckdb_appender_destroy(&handle)
            throw DuckDBError(
                .unsupportedType,
                "table \(table) has a column of type \(type), "
                    + "which an appender cannot write")
        }
        builder = ChunkBuilder(types: types)
        raw = appender
    }

    private static func columnNames(
        _ connection: Connection, _ catalog: String?, _ schema: String?, _ table: String
    ) -> [String] {
        var description: duckdb_table_description?
        defer { duckdb_table_description_destroy(&description) }
        let state = duckdb_table_description_create_ext(
            connection.raw, catalog, schema, table, &description)
        guard state == DuckDBSuccess else { return [] }
        return (0..<duckdb_table_description_get_column_count(description)).map {
            LogicalType.take(duckdb_table_description_get_column_name(description, $0)) ?? ""
        }
    }

    deinit {
        guard raw != nil else { return }
        connection.hold()
        defer { connection.leave() }
        discard()
    }

    /// Appends a row of values, converted to the columns' types where nothing is lost. A row that
    /// does not fit throws and is left out; the appender stays usable.
    public func append(_ row: [Value]) throws(DuckDBError) {
        guard row.count == columns.count else {
            throw DuckDBError(
                .parameters,
                "table \(table) takes \(columns.count) values a row and was given \(row.count)")
        }
        try checkOpen()
        let index = builder.rowCount
        for column in row.indices {
            do {
                try builder.writers[column].store(row[column], at: index)
            } catch {
                throw named(error, column)
            }
        }
        try endRow()
    }

    func endRow() throws(DuckDBError) {
        builder.rowCount += 1
        if builder.rowCount == builder.capacity { try send() }
    }

    func named(_ error: DuckDBError, _ column: Int) -> DuckDBError {
        DuckDBError(
            error.code, "column \(columns[column].name) of table \(table): \(error.message)")
    }

    /// Writes all rows so far for good: they are committed, unless the caller's transaction is
    /// around them. The appender stays open.
    public func flush() throws(DuckDBError) {
        try connection.enter()
        defer { connection.leave() }
        try checkOpen()
        try send()
        try check(duckdb_appender_flush(raw))
        try commit()
    }

    /// Writes all rows and ends. Throws what is wrong with them; then none since the last `flush`
    /// are in the table.
    public func close() throws(DuckDBError) {
        try connection.enter()
        defer { connection.leave() }
        try checkOpen()
        try send()
        try check(duckdb_appender_close(raw))
        duckdb_appender_destroy(&raw)
        try commit()
    }

    /// Gives up all rows since the last `flush`, and ends.
    public func cancel() {
        connection.hold()
        defer { connection.leave() }
        discard()
    }

    func checkOpen() throws(DuckDBError) {
        if let failure { throw failure }
        if raw == nil {
            throw DuckDBError(.closed, "the appender of table \(table) was closed")
        }
    }

    /// Hands the filled chunk to the engine.
    func send() throws(DuckDBError) {
        guard builder.rowCount > 0 else { return }
        try connection.enter()
        defer { connection.leave() }
        if !ownsTransaction && !connection.isInTransaction { try begin() }
        builder.finish()
        try check(duckdb_append_data_chunk(raw, builder.raw))
        builder.reset()
    }

    private func begin() throws(DuckDBError) {
        do {
            try connection.beginTransaction()
            ownsTransaction = true
        } catch {
            failure = error
            throw error
        }
    }

    private func commit() throws(DuckDBError) {
        guard ownsTransaction else { return }
        ownsTransaction = false
        do {
            try connection.commitTransaction()
        } catch {
            failure = error
            duckdb_appender_destroy(&raw)
            throw error
        }
    }

    private func check(_ state: duckdb_state) throws(DuckDBError) {
        guard state != DuckDBSuccess else { return }
        let error = DuckDBError.appender(raw, table: table)
        failure = error
        discard()
        throw error
    }

    /// Gives everything up since the last `flush`; every later call throws this error.
    func fail(_ error: DuckDBError) {
        connection.hold()
        defer { connection.leave() }
        failure = error
        discard()
    }

    private func discard() {
        duckdb_appender_clear(raw)
        duckdb_appender_destroy(&raw)
        builder.reset()
        if ownsTransaction {
            ownsTransaction = false
            connection.rollbackTransaction()
        }
    }
}

extension DuckDBError {
    fileprivate static func appender(_ raw: duckdb_appender?, table: String) -> DuckDBError {
        var data = duckdb_appender_error_data(raw)
        defer { duckdb_destroy_error_data(&data) }
        return .engine(
            duckdb_error_data_error_type(data), duckdb_error_data_message(data),
            otherwise: "rows could not be appended to table \(table)")
    }
}

extension Connection {
    /// An appender for a table, or for some of its columns; the others take their defaults.
    /// Throws `.catalog` where there is no such table.
    public func appender(
        table: String, schema: String? = nil, catalog: String? = nil, columns: [String]? = nil
    ) throws(DuckDBError) -> Appender {
        try Appender(
            table: table, schema: schema, catalog: catalog, columns: columns, connection: self)
    }
}
