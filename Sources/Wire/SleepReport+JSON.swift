public import JSON
public import Memory

extension SleepReport {
    /// What `sleep --json` prints.
    public var json: JSON {
        [
            "cycle": cycle.map { .int($0) } ?? .null, "last_cycle": .int(lastCycle),
            "as_of": .string(asOf.description), "new_memories": .int(newMemories),
            "readings": .int(readings),
            "clock_ahead": clockAhead.map { .string($0.description) } ?? .null,
            "reset_cycles": .int(resetCycles),
            "resumed_cycle": resumedCycle.map { .int($0) } ?? .null,
            "rejected": rejected?.json ?? .null, "compacted_rows": .int(compactedRows),
            "seconds": .double(duration.wireSeconds), "language_model": asking.json,
            "models": .array(
                models.map {
                    [
                        "stage": .string($0.stage), "model": .string($0.name),
                        "rows": $0.rows.map { .int($0) } ?? .null,
                        "seconds": .double($0.duration.wireSeconds),
                    ]
                }),
        ]
    }
}

extension Duration {
    /// Seconds, to the millisecond.
    var wireSeconds: Double {
        let milliseconds =
            components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
        return Double(milliseconds) / 1000
    }
}
