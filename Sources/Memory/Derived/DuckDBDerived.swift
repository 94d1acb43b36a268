import DuckDB
import Foundation

/// What sleep made, read from the views of `sleep.duckdb` over whatever connection is free.
struct FileDerived: DerivedStore {
    let access: FileAccess

    private func reading<T>(_ body: (DuckDBDerived) throws -> T) throws(MemoryError) -> T {
        try access.reading { connection in
            try body(DuckDBDerived(connection: connection, file: access.home.sleepFile.path))
        }
    }

    func load(into index: inout RecallIndex) throws(MemoryError) {
        index = try reading { derived in
            var loaded = index
            try derived.load(into: &loaded)
            return loaded
        }
    }

    func associations(of index: RecallIndex, asOf moment: Moment) throws(MemoryError)
        -> AssociationGraph
    {
        try reading { try $0.associations(of: index, asOf: moment) }
    }

    func traces(of memory: MemoryRecord, now: Moment) throws(MemoryError) -> [Trace] {
        try reading { try $0.traces(of: memory, now: now) }
    }

    func sleepEntries() throws(MemoryError) -> [SleepEntry] {
        try reading { try $0.sleepEntries() }
    }

    func facts(_ listing: FactListing, now: Moment) throws(MemoryError) -> FactPage {
        try reading { try $0.facts(listing, now: now) }
    }

    func episodes(_ listing: EpisodeListing) throws(MemoryError) -> EpisodePage {
        try reading { try $0.episodes(listing) }
    }

    func episode(_ id: UUID, namespace: String) throws(MemoryError) -> (Episode, [UUID])? {
        try reading { try $0.episode(id, namespace: namespace) }
    }

    func associations(of ids: [UUID], namespace: String, limit: Int) throws(MemoryError)
        -> [Association]
    {
        try reading { try $0.associations(of: ids, namespace: namespace, limit: limit) }
    }

    func cycles(before: Int?, limit: Int) throws(MemoryError) -> [SleepCycle] {
        try reading { try $0.cycles(before: before, limit: limit) }
    }

    func completedCycles() throws(MemoryError) -> Int { try reading { try $0.completedCycles() } }

    func counts(namespace: String?) throws(MemoryError) -> [Statistics.Entry] {
        try reading { try $0.counts(namespace: namespace) }
    }
}

/// What sleep made, read from the views of `sleep.duckdb`.
struct DuckDBDerived: DerivedStore {
    let connection: Connection
    /// The sleep database's file, for errors.
    let file: String

    func load(into index: inout RecallIndex) throws(MemoryError) {
        var loaded = index
        try reporting(file) {
            guard try hasTable("memory_health") else { return }
            let reader = DuckDBRecallReader(
                connection: connection, namespace: index.namespace, numbers: index.numbers)
            loaded.associations = try reader.associations(afterCycle: nil)
            loaded.strengths = try reader.strengths()
            loaded.knowledge = try reader.knowledge()
            loaded.facts = try reader.facts()
        }
        index = loaded
    }

    /// What a rank depends on, for an index of few of a namespace's memories.
    func loadRanking(into index: inout RecallIndex) throws(MemoryError) {
        var loaded = index
        loaded.associations = AssociationGraph()
        loaded.strengths = []
        try reporting(file) {
            guard try hasTable("memory_health") else { return }
            let reader = DuckDBRecallReader(
                connection: connection, namespace: index.namespace, numbers: index.numbers,
                areFew: true)
            loaded.associations = try reader.associations(afterCycle: nil)
            loaded.strengths = try reader.strengths()
        }
        index = loaded
    }

    func associations(of index: RecallIndex, asOf moment: Moment) throws(MemoryError)
        -> AssociationGraph
    {
        try reporting(file) {
            let reader = DuckDBRecallReader(
                connection: connection, namespace: index.namespace, numbers: index.numbers)
            return try reader.associations(afterCycle: try reader.cycle(asOf: moment))
        }
    }

    func sleepEntries() throws(MemoryError) -> [SleepEntry] {
        try reporting(file) { try SleepJournal(connection: connection).entries() }
    }

    func completedCycles() throws(MemoryError) -> Int {
        try reporting(file) {
            guard try hasTable("sleep_cycle") else { return 0 }
            return try connection.query("SELECT count(*) FROM sleep_cycle WHERE is_complete")
                .first?.intValue ?? 0
        }
    }

    func counts(namespace: String?) throws(MemoryError) -> [Statistics.Entry] {
        let views: [(name: String, view: String)] = [
            ("episodes", "episodes_current"), ("associations", "associations_current"),
            ("semantic memories", "semantic_memories_current"), ("facts", "facts_current"),
            ("in quarantine", "quarantine"),
        ]
        return try reporting(file) {
            var entries: [Statistics.Entry] = []
            for (name, view) in views where try hasTable(view) {
                var sql: SQL = "SELECT count(*) FROM \(identifier: view)"
                if let namespace { sql = sql + " WHERE namespace = \(namespace)" }
                entries.append(
                    .init(name: name, rows: try connection.query(sql).first?.intValue ?? 0))
            }
            return entries
        }
    }

    /// Whether the sleep database has a table or view of this name.
    func hasTable(_ name: String) throws(DuckDBError) -> Bool {
        try connection.query(
            """
            SELECT count(*) > 0 FROM information_schema.tables
            WHERE table_catalog = current_database() AND table_name = \(name)
            """
        ).first == .bool(true)
    }

    /// Whether a table or view of the sleep database has a column of this name.
    func hasColumn(_ column: String, of table: String) throws(DuckDBError) -> Bool {
        try connection.query(
            """
            SELECT count(*) > 0 FROM information_schema.columns
            WHERE table_catalog = current_database() AND table_name = \(table)
                AND column_name = \(column)
            """
        ).first == .bool(true)
    }
}
