public import DuckDB

/// What DuckDB uses by its own account. The process uses more: allocators, other libraries, rows
/// on their way.
public struct EngineUsage: Sendable, Equatable {
    /// Buffers in memory.
    public var memory: ByteCount
    /// Files of spilled work.
    public var spilled: ByteCount
    /// Threads that may work for it.
    public var workers: Int

    public init(memory: ByteCount, spilled: ByteCount, workers: Int = 0) {
        self.memory = memory
        self.spilled = spilled
        self.workers = workers
    }

    /// Asked on a connection of its own: one that works cannot be asked.
    public init(of connection: Connection) throws(DuckDBError) {
        let answer = try connection.query(
            """
            SELECT (SELECT coalesce(sum(memory_usage_bytes), 0)::BIGINT FROM duckdb_memory()),
                (SELECT coalesce(sum(size), 0)::BIGINT FROM duckdb_temporary_files()),
                current_setting('threads')::BIGINT
            """)
        func bytes(_ index: Int) -> ByteCount { .bytes(answer[0, index].int64Value ?? 0) }
        self.init(memory: bytes(0), spilled: bytes(1), workers: answer[0, 2].intValue ?? 0)
    }
}
