internal import CDuckDB
import Synchronization

extension Connection {
    /// Makes a Swift table known to SQL, for all connections of the database until it closes. One
    /// of the same name is replaced.
    ///
    /// - Throws: `.unsupportedType` for a column that cannot be written, `.catalog` where the
    ///   engine refuses it.
    public func register(_ function: TableFunction) throws(DuckDBError) {
        try enter()
        defer { leave() }
        for column in function.columns {
            if let unreadable = column.type.unreadable {
                throw DuckDBError(.unsupportedType, "a table cannot have \(unreadable)")
            }
        }
        var raw = duckdb_create_table_function()
        defer { duckdb_destroy_table_function(&raw) }
        duckdb_table_function_set_name(raw, function.name)
        let registered = RegisteredTable(function, database: ObjectIdentifier(database))
        duckdb_table_function_set_extra_info(
            raw, Unmanaged.passRetained(registered).toOpaque(), releaseTable)
        duckdb_table_function_set_bind(raw, bindTable)
        duckdb_table_function_set_init(raw, beginTable)
        duckdb_table_function_set_function(raw, fillTable)
        guard duckdb_register_table_function(self.raw, raw) == DuckDBSuccess else {
            throw DuckDBError(.catalog, "the table \(function.name) could not be registered")
        }
    }
}

private final class RegisteredTable: Sendable {
    let function: TableFunction
    let database: ObjectIdentifier

    init(_ function: TableFunction, database: ObjectIdentifier) {
        self.function = function
        self.database = database
    }
}

/// The rows of one use of a table, and how many of them were given.
private final class TableScan: Sendable {
    let rows: [[Value]]
    let given = Mutex(0)

    init(_ rows: [[Value]]) { self.rows = rows }
}

private func releaseTable(_ context: UnsafeMutableRawPointer?) {
    guard let context else { return }
    Unmanaged<AnyObject>.fromOpaque(context).release()
}

private func bindTable(_ info: duckdb_bind_info?) {
    guard let context = duckdb_bind_get_extra_info(info) else { return }
    let table = Unmanaged<RegisteredTable>.fromOpaque(context).takeUnretainedValue()
    for column in table.function.columns {
        let type = column.type.makeHandle()
        withExtendedLifetime(type) {
            duckdb_bind_add_result_column(info, column.name, type.raw)
        }
    }
}

private func beginTable(_ info: duckdb_init_info?) {
    guard let context = duckdb_init_get_extra_info(info) else { return }
    let table = Unmanaged<RegisteredTable>.fromOpaque(context).takeUnretainedValue()
    FunctionCall.run(on: table.database) {
        do {
            let scan = TableScan(try table.function.rows())
            duckdb_init_set_init_data(
                info, Unmanaged.passRetained(scan).toOpaque(), releaseTable)
            duckdb_init_set_max_threads(info, 1)
        } catch {
            let reason = (error as? DuckDBError)?.message ?? String(describing: error)
            duckdb_init_set_error(info, "\(table.function.name): \(reason)")
        }
    }
}

private func fillTable(_ info: duckdb_function_info?, _ output: duckdb_data_chunk?) {
    guard let output, let context = duckdb_function_get_extra_info(info),
        let scanned = duckdb_function_get_init_data(info)
    else { return }
    let table = Unmanaged<RegisteredTable>.fromOpaque(context).takeUnretainedValue()
    let scan = Unmanaged<TableScan>.fromOpaque(scanned).takeUnretainedValue()
    let range = scan.given.withLock { given in
        let first = given
        given = min(scan.rows.count, first + Int(duckdb_vector_size()))
        return first..<given
    }
    do throws(DuckDBError) {
        for (index, column) in table.function.columns.enumerated() {
            let writer = VectorWriter(
                duckdb_data_chunk_get_vector(output, idx_t(index)), type: column.type)
            for (place, row) in range.enumerated() {
                guard index < scan.rows[row].count else { continue }
                try writer.store(scan.rows[row][index], at: place)
            }
            writer.finish()
        }
        duckdb_data_chunk_set_size(output, idx_t(range.count))
    } catch { duckdb_function_set_error(info, "\(table.function.name): \(error.message)") }
}
