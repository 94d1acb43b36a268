public import DuckDB

/// What is tried, one after the other, with a statement for which DuckDB found no memory.
///
/// Each thread of DuckDB needs memory of its own, and keeping the order of rows needs the rows: so
/// the same statement needs less with fewer threads and without the order.
public enum ReliefStep: Sendable, CaseIterable {
    /// Half of the threads, and rows in any order.
    case fewerThreads
    /// One thread, rows in any order, and everything that is cached given back first.
    case oneThread

    public var description: String {
        switch self {
        case .fewerThreads: "with half the threads, rows in any order"
        case .oneThread: "with one thread, rows in any order, caches emptied"
        }
    }
}

/// A database that works with less, until `end`.
public struct Relief: Sendable {
    private let connection: Connection
    private let threads: Int
    private let keepsOrder: Bool

    /// Takes a step. The settings are the database's: other connections work with less, too.
    public init(_ step: ReliefStep, on connection: Connection) throws(DuckDBError) {
        self.connection = connection
        let now = try connection.query(
            """
            SELECT current_setting('threads')::BIGINT,
                current_setting('preserve_insertion_order')::BOOLEAN
            """)
        threads = now[0, 0].intValue ?? 1
        keepsOrder = now[0, 1].boolValue ?? true
        let fewer = step == .oneThread ? 1 : max(1, threads / 2)
        try connection.execute("SET threads = \(fewer); SET preserve_insertion_order = false")
        if step == .oneThread { try Self.emptyCaches(connection) }
    }

    /// Evicts what is cached: the limit is lowered to what cannot be evicted, and set back.
    public static func emptyCaches(_ connection: Connection) throws(DuckDBError) {
        let limit = try connection.query("SELECT current_setting('memory_limit')")
        guard let text = limit[0, 0].stringValue else { return }
        try? connection.execute("SET memory_limit = '64MiB'")
        try connection.execute("SET memory_limit = \(quoteLiteral(text))")
    }

    /// Sets everything back.
    public func end() {
        try? connection.execute(
            "SET threads = \(threads); SET preserve_insertion_order = \(keepsOrder)")
    }
}
