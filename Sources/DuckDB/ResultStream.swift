internal import CDuckDB

/// An answer that comes block by block while the engine works.
///
/// One stream is open on a connection at a time: any other statement on it ends the stream, and
/// `next` says so. A stream may be read from any thread, one at a time.
public final class ResultStream: @unchecked Sendable {
    // Sendable: every use of the handle holds the connection's lock.
    public let columns: [Column]
    private let connection: Connection
    private let generation: UInt64
    private let sql: String
    private let values: [Value]
    private var handle: ResultHandle?
    private var isFinished = false

    init(
        _ handle: ResultHandle, connection: Connection, generation: UInt64, sql: String,
        values: [Value]
    ) {
        self.handle = handle
        self.connection = connection
        self.generation = generation
        self.sql = sql
        self.values = values
        columns = handle.columns
    }

    /// The next rows, nil after the last. Throws what the statement fails with on its way, and
    /// `.closed` where another statement has ended the stream.
    public func next() throws(DuckDBError) -> Chunk? {
        try connection.enter()
        defer { connection.leave() }
        if isFinished { return nil }
        guard let handle else {
            throw DuckDBError(.closed, "the stream was closed", sql: sql)
        }
        guard connection.generation == generation else {
            throw DuckDBError(
                .closed, "another statement on this connection ended the stream", sql: sql)
        }
        do {
            while let chunk = try handle.next() {
                if chunk.rowCount > 0 { return chunk }
            }
        } catch {
            close()
            throw DuckDBError(error.code, error.message, sql: sql, hiding: values)
        }
        isFinished = true
        self.handle = nil
        return nil
    }

    /// Calls the body with each block that is left.
    public func forEachChunk(_ body: (Chunk) throws -> Void) throws {
        while let chunk = try next() { try body(chunk) }
    }

    /// Ends the stream early.
    public func close() {
        connection.hold()
        defer { connection.leave() }
        handle = nil
    }
}
