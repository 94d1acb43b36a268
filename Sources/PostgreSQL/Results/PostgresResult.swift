/// The whole answer to a statement.
public struct PostgresResult: Sendable {
    let handle: ResultHandle
    let shape: ResultShape

    public var columns: [PostgresColumn] { shape.columns }
    public var rowCount: Int { handle.rowCount }
    /// What the server calls it: `SELECT 3`, `INSERT 0 1`, `CREATE TABLE`.
    public var commandTag: String { handle.commandTag }
    /// Rows that INSERT, UPDATE, DELETE, MERGE or COPY changed; for SELECT those it gave.
    public var affectedRows: Int { handle.affectedRows }
    public var rows: Rows { Rows(result: self) }
    public var first: PostgresRow? { rows.first }

    /// The value of the first column of the first row: `try result.value(as: Int.self)`. Throws
    /// `.unexpected` where there is no row.
    public func value<T: PostgresConvertible>(as type: T.Type = T.self) throws(PostgreSQLError)
        -> T
    {
        guard let row = rows.first else {
            throw PostgreSQLError(.unexpected, "the statement gave no row, where one was wanted")
        }
        return try row.decode(0)
    }

    /// One column of all rows.
    public func values<T: PostgresConvertible>(_ column: Int = 0, as type: T.Type = T.self)
        throws(PostgreSQLError) -> [T]
    {
        var values: [T] = []
        values.reserveCapacity(rowCount)
        for row in rows { values.append(try row.decode(column)) }
        return values
    }

    /// The rows of a result, in order.
    public struct Rows: RandomAccessCollection, Sendable {
        let result: PostgresResult
        public var startIndex: Int { 0 }
        public var endIndex: Int { result.rowCount }
        public subscript(index: Int) -> PostgresRow {
            precondition(index >= 0 && index < endIndex, "row \(index) of \(endIndex)")
            return PostgresRow(handle: result.handle, shape: result.shape, index: index)
        }
    }
}
