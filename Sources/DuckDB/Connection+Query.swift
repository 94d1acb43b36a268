extension Connection {
    /// Runs one statement with its bound values and gives the whole answer.
    @discardableResult
    public func query(_ sql: SQL) throws(DuckDBError) -> Result {
        try query(sql.text, sql.values)
    }

    /// Runs one statement; the values take the place of `?` or `$1`, `$2`….
    @discardableResult
    public func query(_ sql: String, _ values: [Value]) throws(DuckDBError) -> Result {
        try enter()
        defer { leave() }
        if values.isEmpty, let result = try queryExpanded(sql) { return result }
        return try prepare(sql).query(values)
    }

    /// Runs one statement; the values take the place of `$name`.
    @discardableResult
    public func query(_ sql: String, named values: [String: Value]) throws(DuckDBError) -> Result {
        try prepare(sql).query(named: values)
    }

    /// Runs one statement and gives its answer block by block as it comes.
    public func stream(_ sql: SQL) throws(DuckDBError) -> ResultStream {
        try prepare(sql.text).stream(sql.values)
    }

    /// A statement to run many times. Throws what is wrong with its text.
    public func prepare(_ sql: String) throws(DuckDBError) -> Statement {
        try Statement(sql, connection: self)
    }
}
