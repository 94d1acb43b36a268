internal import DuckDB

/// The settings of a database that are turned down while there is pressure.
struct LoweredSettings {
    /// What held before; nil while nothing is lowered.
    private var base: (threads: Int, keepsOrder: Bool)?
    private var applied: Set<DegradationStep> = []

    /// Sets what the standing steps ask for; sets everything back where none does.
    mutating func apply(_ standing: Set<DegradationStep>, on connection: Connection) {
        let standing = standing.intersection([.anyOrder, .fewerThreads, .oneThread])
        guard standing != applied else { return }
        applied = standing
        if standing.isEmpty {
            guard let base else { return }
            self.base = nil
            set(threads: base.threads, keepsOrder: base.keepsOrder, connection)
            return
        }
        let before = base ?? Self.read(connection)
        base = before
        let threads =
            standing.contains(.oneThread)
            ? 1 : standing.contains(.fewerThreads) ? max(1, before.threads / 2) : before.threads
        set(
            threads: threads, keepsOrder: before.keepsOrder && !standing.contains(.anyOrder),
            connection)
    }

    private static func read(_ connection: Connection) -> (threads: Int, keepsOrder: Bool) {
        let now = try? connection.query(
            """
            SELECT current_setting('threads')::BIGINT,
                current_setting('preserve_insertion_order')::BOOLEAN
            """)
        return (now?[0, 0].intValue ?? 1, now?[0, 1].boolValue ?? true)
    }

    /// A session whose settings are locked keeps them.
    private func set(threads: Int, keepsOrder: Bool, _ connection: Connection) {
        try? connection.execute(
            "SET threads = \(threads); SET preserve_insertion_order = \(keepsOrder)")
    }
}
