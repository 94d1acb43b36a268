public import YAML

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
        "quarantined": .init(yellow: 0.01, red: 0.1),
        "duplicate_ids": .init(yellow: 1, red: 1),
        "null_ids": .init(yellow: 1, red: 1),
        "updated_before_created": .init(yellow: 1, red: 100),
        "valid_content": .init(yellow: 0.99, red: 0.9, isMinimum: true),
        "invalid_metadata": .init(yellow: 1, red: 100),
        "null_and_empty": .init(yellow: 1, red: 1_000_000_000),
        "volume_deviations": .init(yellow: 3, red: 6),
        "freshness_s": .init(yellow: 7 * 86_400, red: 30 * 86_400),
    ]

    /// Takes what a `limits` mapping says over the standard.
    ///
    /// - Throws: where a name is no limit, or its value is no number, with the line.
    public mutating func apply(_ node: YAML.Node) throws {
        for entry in try node.mapping() {
            let name = try entry.key.text()
            guard let standard = Self.standard[name] else {
                throw HealthError(
                    "line \(entry.key.line): there is no limit '\(name)'. There are: "
                        + Self.standard.keys.sorted().joined(separator: ", "))
            }
            if (try? entry.value.bool()) == false || (try? entry.value.text()) == "off" {
                limits[name] = nil
                continue
            }
            var limit = standard
            if let yellow = entry.value["yellow"] { limit.yellow = try yellow.double() }
            if let red = entry.value["red"] { limit.red = try red.double() }
            limits[name] = limit
        }
    }
}

/// What kept health from being looked at.
public struct HealthError: Error, Sendable, CustomStringConvertible {
    public var description: String

    public init(_ description: String) { self.description = description }
}
