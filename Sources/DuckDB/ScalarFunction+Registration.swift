internal import CDuckDB

extension Connection {
    /// Makes a Swift function known to SQL. All connections of the database see it, until the
    /// database closes; it replaces a function of the same name and parameters, and stands beside
    /// one with others. Throws `.unsupportedType` for a type that functions cannot have, `.catalog`
    /// where the engine refuses it.
    public func register(_ function: ScalarFunction) throws(DuckDBError) {
        try enter()
        defer { leave() }
        for type in function.parameters + [function.returns]
            + [function.variadic].compactMap(\.self)
        {
            if let unreadable = type.unreadable {
                throw DuckDBError(
                    .unsupportedType, "a function cannot take or give \(unreadable)")
            }
        }
        var raw = duckdb_create_scalar_function()
        defer { duckdb_destroy_scalar_function(&raw) }
        duckdb_scalar_function_set_name(raw, function.name)
        for type in function.parameters {
            let handle = type.makeHandle()
            withExtendedLifetime(handle) {
                duckdb_scalar_function_add_parameter(raw, handle.raw)
            }
        }
        if let variadic = function.variadic?.makeHandle() {
            withExtendedLifetime(variadic) {
                duckdb_scalar_function_set_varargs(raw, variadic.raw)
            }
        }
        let returns = function.returns.makeHandle()
        withExtendedLifetime(returns) {
            duckdb_scalar_function_set_return_type(raw, returns.raw)
        }
        if function.nullHandling == .passThrough {
            duckdb_scalar_function_set_special_handling(raw)
        }
        if function.isVolatile { duckdb_scalar_function_set_volatile(raw) }
        let registered = RegisteredFunction(function, database: database)
        duckdb_scalar_function_set_extra_info(
            raw, Unmanaged.passRetained(registered).toOpaque(), releaseContext)
        duckdb_scalar_function_set_init(raw, beginFunction)
        duckdb_scalar_function_set_function(raw, callFunction)
        guard duckdb_register_scalar_function(self.raw, raw) == DuckDBSuccess else {
            throw DuckDBError(
                .catalog,
                "the function \(function.name) could not be registered: it has no "
                    + "name, or a type that functions cannot have")
        }
    }
}

/// What the engine keeps of a function. It must not keep the database, which keeps it.
private final class RegisteredFunction: Sendable {
    let function: ScalarFunction
    let database: ObjectIdentifier
    let interruptions: Interruptions

    init(_ function: ScalarFunction, database: Database) {
        self.function = function
        self.database = ObjectIdentifier(database)
        interruptions = database.interruptions
    }

    func call(_ chunk: Chunk, _ writer: VectorWriter, _ interruption: Interruption?) throws {
        let arguments = ScalarFunction.Arguments(chunk: chunk, interruption: interruption)
        let rows = 0..<chunk.rowCount
        // Rows the function does not write are NULL and not whatever the memory holds.
        writer.storeNulls(in: rows)
        try function.body(
            arguments, ScalarFunction.Answer(writer: writer, rowCount: chunk.rowCount))
        if function.nullHandling == .propagate {
            for row in rows where arguments.hasNull(row) { writer.storeNull(at: row) }
        }
        writer.finish()
    }
}

// The callbacks are free functions: a closure could be taken for one of some actor's.

private func releaseContext(_ context: UnsafeMutableRawPointer?) {
    guard let context else { return }
    Unmanaged<AnyObject>.fromOpaque(context).release()
}

/// Once for each thread of a statement: finds the flag of the connection it runs on.
private func beginFunction(_ info: duckdb_init_info?) {
    guard let context = duckdb_scalar_function_init_get_extra_info(info) else { return }
    let registered = Unmanaged<RegisteredFunction>.fromOpaque(context).takeUnretainedValue()
    var client: duckdb_client_context?
    duckdb_scalar_function_init_get_client_context(info, &client)
    defer { duckdb_destroy_client_context(&client) }
    let id = duckdb_client_context_get_connection_id(client)
    guard let interruption = registered.interruptions[id] else { return }
    duckdb_scalar_function_init_set_state(
        info, Unmanaged.passRetained(interruption).toOpaque(), releaseContext)
}

private func callFunction(
    _ info: duckdb_function_info?, _ input: duckdb_data_chunk?, _ output: duckdb_vector?
) {
    guard let input, let context = duckdb_scalar_function_get_extra_info(info) else { return }
    let registered = Unmanaged<RegisteredFunction>.fromOpaque(context).takeUnretainedValue()
    let interruption = duckdb_scalar_function_get_state(info).map {
        Unmanaged<Interruption>.fromOpaque($0).takeUnretainedValue()
    }
    let columns = (0..<duckdb_data_chunk_get_column_count(input)).map { index in
        let vector = duckdb_data_chunk_get_vector(input, index)
        let type = TypeHandle(duckdb_vector_get_column_type(vector))
        return withExtendedLifetime(type) {
            Column(name: "\(index + 1)", type: LogicalType(type.raw))
        }
    }
    let chunk = Chunk(input, columns: columns, owned: false)
    let writer = VectorWriter(output, type: registered.function.returns)
    FunctionCall.run(on: registered.database) {
        do {
            try registered.call(chunk, writer, interruption)
        } catch {
            let reason = (error as? DuckDBError)?.message ?? String(describing: error)
            duckdb_scalar_function_set_error(info, "\(registered.function.name): \(reason)")
        }
    }
}
