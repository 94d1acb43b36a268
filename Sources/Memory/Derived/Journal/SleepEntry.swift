public import JSON

/// What is written down of one cycle: with what it was slept, what it saw, and what it made.
public struct SleepEntry: Sendable, Hashable {
    public enum State: String, Sendable {
        /// What it made is there.
        case stands
        /// It was taken back on demand.
        case undone
        /// It failed the dream test and never stood.
        case rejected
    }

    /// Rows of a table, and a digest of them whatever their order.
    public struct Table: Sendable, Hashable {
        public var rows: Int
        public var digest: String
    }

    /// Grows with every entry; a cycle that was undone and slept again has several.
    public var number: Int
    public var cycle: Int
    public var state: State
    public var asOf: Moment
    public var stage: String
    public var newMemories: Int
    public var writtenAt: Moment?
    /// SHA-256 of the project's files; empty where the cycle is from before there was a journal.
    public var project = ""
    /// The variables of the project as they were, and the digest of those that are long.
    public var variables: [String: String] = [:]
    /// The language model that was asked; empty where none was.
    public var model = ""
    /// The version of DuckDB.
    public var engine = ""
    /// What it could see of what was told, by table.
    public var seen: [String: Table] = [:]
    /// What it made, by table.
    public var tables: [String: Table] = [:]
    public var dream: DreamReport?
    /// Why it was undone or rejected.
    public var reason: String?

    /// Whether more is known of it than that it was.
    public var isDetailed: Bool { !project.isEmpty }

    init(
        number: Int, cycle: Int, state: State, asOf: Moment, stage: String, newMemories: Int,
        writtenAt: Moment?
    ) {
        self.number = number
        self.cycle = cycle
        self.state = state
        self.asOf = asOf
        self.stage = stage
        self.newMemories = newMemories
        self.writtenAt = writtenAt
    }
}

extension SleepEntry {
    public var json: JSON {
        var object: JSON.Object = [
            "cycle": .int(cycle), "state": .string(state.rawValue),
            "as_of": .string(asOf.description), "stage": .string(stage),
            "new_memories": .int(newMemories), "written_at": JSON(writtenAt?.description),
        ]
        for name in details.object?.keys ?? [] { object[name] = details[name] }
        return .object(object)
    }

    /// What has no column of its own.
    var details: JSON {
        var object: JSON.Object = [
            "project": .string(project), "model": .string(model), "engine": .string(engine),
            "variables": .object(
                JSON.Object(
                    variables.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
            "seen": Self.json(seen), "tables": Self.json(tables),
        ]
        if let dream { object["dream"] = dream.json }
        if let reason { object["reason"] = .string(reason) }
        return .object(object)
    }

    mutating func take(details: JSON) {
        project = details["project"]?.string ?? ""
        model = details["model"]?.string ?? ""
        engine = details["engine"]?.string ?? ""
        for name in details["variables"]?.object?.keys ?? [] {
            variables[name] = details["variables"]?[name]?.string
        }
        seen = Self.tables(details["seen"])
        tables = Self.tables(details["tables"])
        dream = details["dream"].flatMap(DreamReport.init)
        reason = details["reason"]?.string
    }

    private static func json(_ tables: [String: Table]) -> JSON {
        .object(
            JSON.Object(
                tables.sorted { $0.key < $1.key }.map { name, table in
                    (name, ["rows": .int(table.rows), "digest": .string(table.digest)])
                }))
    }

    private static func tables(_ json: JSON?) -> [String: Table] {
        var tables: [String: Table] = [:]
        for name in json?.object?.keys ?? [] {
            tables[name] = Table(
                rows: json?[name]?["rows"]?.int ?? 0,
                digest: json?[name]?["digest"]?.string ?? "")
        }
        return tables
    }
}
