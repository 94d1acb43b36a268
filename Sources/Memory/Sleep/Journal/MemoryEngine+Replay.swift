import DuckDB
import Foundation
import Jinja

extension MemoryEngine {
    /// Sleeps a cycle again, on a copy, with what it saw; and compares what comes of it.
    ///
    /// - Parameters:
    ///   - asOf: another clock than the cycle had.
    ///   - asksModel: whether the language model is asked as it was; answers that are kept are taken.
    public func replaySleep(
        _ cycle: Int, asOf: Moment? = nil, asksModel: Bool = true,
        progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) throws(MemoryError) -> SleepReplay {
        try withCopy { copy in
            let journal = SleepJournal(connection: copy.connection)
            guard let entry = try journal.entry(of: cycle), entry.state == .stands else {
                throw MemoryError(
                    .notFound,
                    "cycle \(cycle) does not stand; dormouse sleep log lists those that do")
            }
            guard entry.isDetailed else {
                throw MemoryError(
                    .invalidInput,
                    "cycle \(cycle) was slept before there was a journal: what it saw is not known")
            }
            try SleepHistory(connection: copy.connection).requireReach(of: cycle - 1)
            return try replay(entry, on: copy, asOf: asOf ?? entry.asOf, asksModel, progress)
        }
    }

    private func replay(
        _ entry: SleepEntry, on copy: SleepDatabase, asOf: Moment, _ asksModel: Bool,
        _ progress: @escaping @Sendable (Int, Int) -> Void
    ) throws -> SleepReplay {
        let connection = copy.connection
        let digest = SleepDigest(connection: connection)
        var found: [SleepReplay.Difference] = []
        if try digest.seen(by: entry.number) != entry.seen {
            found.append(
                .init(
                    cause: .memories,
                    text: "what it saw is not what is there now: it was changed or erased since"))
        }
        try prepare(connection, before: entry)
        let project = try SleepProject(home: home, options: options, database: copy)
        var request = SleepRequest()
        request.asksModel = asksModel && !entry.model.isEmpty
        let asking = try Asking(
            home: home, options: options, functions: copy.functions, request)
        var variables = asking.variables
        if entry.model.isEmpty, let reason = entry.variables["without_model"] {
            // Why no model was asked stands beside every value.
            variables["without_model"] = .string(reason)
        }
        // A cycle that had run out of memory took in fewer than the project says.
        let most = entry.variables["memories_per_cycle"].flatMap(Int.init)
        if let most, let usual = try project.number("memories_per_cycle"), most < usual {
            variables["memories_per_cycle"] = .int(most)
        }
        if let project = try difference(entry, project) { found.append(project) }
        found += try parameters(entry, project.variables(with: variables))
        if entry.model != (asking.model ?? "") {
            found.append(
                .init(
                    cause: .model,
                    text: "the language model was “\(entry.model)” and is “\(asking.model ?? "")”"))
        }
        if asOf != entry.asOf {
            found.append(.init(cause: .clock, text: "the clock said \(entry.asOf), now \(asOf)"))
        }
        let engine = try connection.query("SELECT version()").first?.stringValue ?? ""
        if engine != entry.engine {
            found.append(
                .init(cause: .engine, text: "DuckDB was \(entry.engine) and is \(engine)"))
        }
        try SleepLog(connection: connection).begin(
            entry.cycle, asOf: asOf, stage: SleepStage(rawValue: entry.stage))
        _ = try project.run(
            cycle: entry.cycle, asOf: asOf, stage: SleepStage(rawValue: entry.stage),
            further: variables, progress: progress)
        let made = try digest.made(by: entry.cycle)
        var tables: [SleepReplay.Table] = []
        for name in Set(made.keys).union(entry.tables.keys).sorted()
        where made[name] != entry.tables[name] {
            tables.append(
                .init(
                    name: name, was: entry.tables[name]?.rows ?? 0, isNow: made[name]?.rows ?? 0))
        }
        let answers = tables.filter { $0.name.hasSuffix("_answers") }.map(\.name)
        if !answers.isEmpty, !found.contains(where: { $0.cause == .model }) {
            found.append(
                .init(
                    cause: .model,
                    text: "the language model answers otherwise: \(answers.joined(separator: ", "))"
                ))
        }
        return SleepReplay(
            cycle: entry.cycle, tables: tables,
            same: Set(made.keys).union(entry.tables.keys).count - tables.count, differences: found)
    }

    /// Leaves what stood before a cycle, and what it saw.
    private func prepare(_ connection: Connection, before entry: SleepEntry) throws {
        try connection.transaction {
            try SleepHistory(connection: connection).rewind(to: entry.cycle - 1)
            for table in SourceMirror.tables {
                try connection.query(
                    "DELETE FROM source.\(identifier: table.name) WHERE crossed > \(entry.number)")
            }
        }
        guard entry.cycle == 1 else { return }
        // The first finds no tables.
        for table in try SleepLog(connection: connection).cycleTables() where table != "sleep_cycle"
        {
            try connection.query("DROP TABLE \(identifier: table)")
        }
    }

    private func difference(_ entry: SleepEntry, _ project: SleepProject) throws
        -> SleepReplay.Difference?
    {
        let digest = try project.digest()
        guard digest != entry.project else { return nil }
        return .init(
            cause: .project,
            text: "the project was \(entry.project.prefix(12)) and is \(digest.prefix(12))")
    }

    private func parameters(_ entry: SleepEntry, _ now: [String: String])
        -> [SleepReplay.Difference]
    {
        // Which model there is, and why there is none, is told by itself.
        let apart: Set = ["language_model", "without_model", "dry_run"]
        return Set(now.keys).union(entry.variables.keys).subtracting(apart).sorted().compactMap {
            name in
            guard now[name] != entry.variables[name] else { return nil }
            let (was, isNow) = (entry.variables[name] ?? "not set", now[name] ?? "not set")
            return .init(cause: .parameters, text: "\(name) was \(was) and is \(isNow)")
        }
    }
}
