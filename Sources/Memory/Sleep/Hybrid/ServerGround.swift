import DuckDB
import Foundation
import PostgreSQL

/// Sleep on memories that a server keeps: what is new crosses to the sleep database of this home, is
/// slept on there, and what came of it is written back, a transaction a cycle.
///
/// The sleep database can be lost: it is made again by sleeping through the cycles the server has
/// written down, each with what it could see then.
final class ServerGround: SleepGround {
    private let engine: MemoryEngine
    private let store: PostgreSQLStore
    private let lock: SleepLock

    init(_ engine: MemoryEngine, _ store: PostgreSQLStore) throws(MemoryError) {
        self.engine = engine
        self.store = store
        lock = try SleepLock(store.server, patience: engine.options.patience)
    }

    func open() throws -> SleepDatabase { try engine.sleepDatabase() }

    func reopenEmpty() throws -> SleepDatabase {
        try engine.resetSleepDatabase()
        return try engine.sleepDatabase()
    }

    private func attached(_ night: Night) -> AttachedServer {
        AttachedServer(
            connection: night.connection, configuration: lock.connection.configuration,
            place: store.place)
    }

    private func back(_ night: Night) throws -> WriteBack {
        WriteBack(
            connection: night.connection, attached: attached(night), lock: lock,
            decayRate: try night.project.decayRate())
    }

    /// Writes back what was not, sleeps through what another machine slept.
    func catchUp(_ night: Night, progress: @escaping @Sendable (Int, Int) -> Void) throws {
        let there = try back(night).cycles()
        var here = try cycles(night)
        let common = zip(there, here).prefix { $0 == $1 }.count
        if common < min(here.count, there.count) {
            // They have slept apart: what the server has stands.
            try night.reset()
            here = []
        }
        if here.count > there.count,
            try back(night).undone().contains(here[there.count])
        {
            // Another machine has undone them.
            try night.rewind(to: there.count)
            here = try cycles(night)
        }
        if here.count > there.count {
            for cycle in here[there.count...] {
                try back(night).write(cycle, at: engine.now)
                if let entry = try night.journal.entry(of: cycle.number), entry.isDetailed {
                    try note(entry, night)
                }
            }
        }
        for cycle in there.dropFirst(here.count) {
            try night.advance(to: cycle.seen)
            _ = try night.run(
                cycle.number, stage: SleepStage(rawValue: cycle.stage), asOf: cycle.asOf,
                seen: cycle.seen, keepsEmpty: true, progress: progress)
        }
    }

    func present() throws -> String {
        try store.server.run { connection, _ in
            try connection.query("SELECT pg_current_snapshot()::text").value()
        }
    }

    func advance(to seen: String, _ night: Night) throws -> [UUID] {
        let mirror = SourceMirror(
            connection: night.connection, server: store.server, attached: attached(night),
            entry: try night.journal.nextNumber())
        return try mirror.advance(to: seen)
    }

    /// What was written back stays there, with the clock of now: others have read it.
    func resetClock(after cycle: Int, _ night: Night) throws {
        let now = engine.now
        try lock.connection.query(
            """
            UPDATE dormouse.sleep_cycle SET as_of = \(now.postgres) WHERE cycle > \(Int32(cycle))
            """)
        try night.connection.query(
            "UPDATE sleep_cycle SET as_of = \(now.timestamp) WHERE cycle > \(cycle)")
    }

    /// A server that goes away meanwhile is waited for.
    func publish(_ number: Int, _ night: Night) throws {
        for cycle in try cycles(night) where cycle.number >= number {
            try back(night).write(cycle, at: engine.now)
        }
    }

    func note(_ entry: SleepEntry, _ night: Night) throws { try back(night).note(entry) }

    func takeBack(after cycle: Int, _ night: Night) throws {
        try back(night).takeBack(after: cycle)
    }

    func compact(before horizon: Int, _ night: Night) throws {
        try back(night).compact(before: horizon)
        try night.database.rewrite()
    }

    func finish(_ night: Night) {}

    func giveUp(_ night: Night) {}

    func close() { engine.closeSleepDatabase() }

    /// The cycles that are complete here.
    private func cycles(_ night: Night) throws -> [WriteBack.Cycle] {
        try night.connection.query(
            """
            SELECT c.cycle, c.as_of, c.stage, c.new_memories, v.seen
            FROM sleep_cycle c JOIN source.cycle_view v USING (cycle)
            WHERE c.is_complete ORDER BY c.cycle
            """
        ).rows.map { row in
            WriteBack.Cycle(
                number: try row.decode(0), asOf: Moment(try row.decode(1, as: Timestamp.self)),
                stage: try row.decode(2), newMemories: try row.decode(3), seen: try row.decode(4))
        }
    }
}
