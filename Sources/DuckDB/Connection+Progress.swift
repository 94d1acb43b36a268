internal import CDuckDB

/// How far a statement is.
public struct Progress: Sendable, Hashable {
    /// 0 to 1. DuckDB knows it for scans; elsewhere it is a guess.
    public let fraction: Double
    public let rowsProcessed: UInt64
    /// An estimate.
    public let totalRows: UInt64
}

extension Connection {
    /// Stops the statement that is running, from any thread; it throws `.interrupt`. Without one
    /// it does nothing. The engine looks between blocks of rows, so a slow Swift function has to
    /// look at `isInterrupted` by itself.
    public func interrupt() {
        interruption.set()
        duckdb_interrupt(raw)
    }

    /// How far the running statement is, from any thread; nil where none is running or none of it
    /// is known. Needs `SET enable_progress_bar = true` on the connection.
    public var progress: Progress? {
        let raw = duckdb_query_progress(raw)
        guard raw.percentage >= 0 else { return nil }
        return Progress(
            fraction: min(1, raw.percentage / 100), rowsProcessed: raw.rows_processed,
            totalRows: raw.total_rows_to_process)
    }
}
