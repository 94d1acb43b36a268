internal import CDuckDB

extension Connection {
    /// How far a statement is.
    public struct Progress: Sendable, Hashable {
        /// 0 to 1. DuckDB knows it for scans; elsewhere it is a guess.
        public let fraction: Double
        public let rowsProcessed: UInt64
        /// An estimate.
        public let totalRows: UInt64
    }

    /// Stops the statement that is running, from any thread; it throws `.interrupt`. Without one
    /// it does nothing. The engine looks between blocks of rows, so a slow Swift function has to
    /// look at `isInterrupted` by itself.
    public func interrupt() {
        interruption.set()
        duckdb_interrupt(raw)
    }

    /// Makes the engine keep count for `progress` on this connection, from the next statement on.
    public func trackProgress() throws(DuckDBError) {
        try execute(
            """
            SET enable_progress_bar_print = false;
            SET enable_progress_bar = true;
            SET progress_bar_time = 0;
            """)
    }

    /// How far the running statement is, from any thread; nil where none is running, where nothing
    /// of it is known, and before `trackProgress`.
    public var progress: Progress? {
        let raw = duckdb_query_progress(raw)
        guard raw.percentage >= 0 else { return nil }
        return Progress(
            fraction: min(1, raw.percentage / 100), rowsProcessed: raw.rows_processed,
            totalRows: raw.total_rows_to_process)
    }
}
