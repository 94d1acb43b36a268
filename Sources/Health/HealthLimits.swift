import Settings

/// From which figure on a check is yellow, and red. Every name can be set in `dormouse.yml`:
///
/// ```yaml
/// health:
///   limits:
///     connections_used: {yellow: 0.7, red: 0.9}
///     freshness_s: off
/// ```
public struct HealthLimits: Sendable, Hashable {
    public struct Limit: Sendable, Hashable {
        public var yellow: Double
        public var red: Double
        /// Whether small figures are the bad ones, as with a share of hits.
        public var isMinimum: Bool

        public init(yellow: Double, red: Double, isMinimum: Bool = false) {
            self.yellow = yellow
            self.red = red
            self.isMinimum = isMinimum
        }

        public func level(of value: Double) -> HealthLevel {
            if isMinimum { return value < red ? .red : value < yellow ? .yellow : .green }
            return value >= red ? .red : value >= yellow ? .yellow : .green
        }
    }

    private var limits: [String: Limit]

    public init() { limits = Self.standard }

    /// Nil where the limit was switched off.
    public subscript(name: String) -> Limit? {
        get { limits[name] }
        set { limits[name] = newValue }
    }

    /// Shares are between 0 and 1, times end in `_s` (seconds) or `_ms`, sizes in `_bytes`.
    public static let standard: [String: Limit] = [
        "connect_ms": .init(yellow: 250, red: 2_000),
        "response_ms": .init(yellow: 50, red: 500),
        "connections_used": .init(yellow: 0.8, red: 0.95),
        "long_transaction_s": .init(yellow: 300, red: 3_600),
        "idle_in_transaction_s": .init(yellow: 60, red: 600),
        "lock_wait_s": .init(yellow: 10, red: 60),
        "replication_lag_bytes": .init(yellow: 64e6, red: 1e9),
        "replication_delay_s": .init(yellow: 30, red: 300),
        "slot_retained_bytes": .init(yellow: 1e9, red: 10e9),
        "dead_rows": .init(yellow: 0.2, red: 0.5),
        "wraparound": .init(yellow: 0.4, red: 0.8),
        "cache_hit": .init(yellow: 0.95, red: 0.8, isMinimum: true),
        "invalid_indexes": .init(yellow: 1, red: 10),
        "duplicate_indexes": .init(yellow: 1, red: 100),
        "unused_indexes": .init(yellow: 1, red: 1_000),
        "missing_indexes": .init(yellow: 1, red: 100),
        "sequence_used": .init(yellow: 0.7, red: 0.9),
        "missing_extensions": .init(yellow: 1, red: 1),
        "disk_free": .init(yellow: 0.15, red: 0.05, isMinimum: true),
        "duckdb_wal_bytes": .init(yellow: 256e6, red: 2e9),
        "duckdb_free_blocks": .init(yellow: 0.4, red: 0.8),
        "sleep_backlog": .init(yellow: 10_000, red: 1_000_000),
        "reached_by_own_words": .init(yellow: 0.95, red: 0.8, isMinimum: true),
        "quarantined": .init(yellow: 0.01, red: 0.1),
        "duplicate_ids": .init(yellow: 1, red: 1),
        "null_ids": .init(yellow: 1, red: 1),
        "updated_before_created": .init(yellow: 1, red: 100),
        "stale_hashes": .init(yellow: 1, red: 1),
        "valid_content": .init(yellow: 0.99, red: 0.9, isMinimum: true),
        "invalid_metadata": .init(yellow: 1, red: 100),
        "null_and_empty": .init(yellow: 1, red: 1_000_000_000),
        "volume_deviations": .init(yellow: 3, red: 6),
        "freshness_s": .init(yellow: 7 * 86_400, red: 30 * 86_400),
    ]

    /// The standard, with what the section says of it.
    init(_ section: SettingsReader) throws(SettingsError) {
        var section = section
        limits = Self.standard
        // In an order of their own, so that of several errors always the same is told.
        for (name, standard) in Self.standard.sorted(by: { $0.key < $1.key }) {
            if (try? section.bool(name)) == false {
                limits[name] = nil
                continue
            }
            var bounds = try section.section(name)
            limits[name]?.yellow = try bounds.number("yellow") ?? standard.yellow
            limits[name]?.red = try bounds.number("red") ?? standard.red
            try bounds.finish()
        }
        try section.finish()
    }
}

/// What kept health from being looked at.
public struct HealthError: Error, Sendable, CustomStringConvertible {
    public var description: String

    public init(_ description: String) { self.description = description }
}
