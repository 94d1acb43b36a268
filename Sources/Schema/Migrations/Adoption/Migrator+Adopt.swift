import Hashing
import PostgreSQL

/// What is taken over from another tool's history.
public struct MigrationAdoption: Sendable, Hashable {
    public var tool: MigrationTool
    /// Where the tool keeps its history.
    public var table: String
    public var taken: [Migration] = []
    /// Older than the last one taken, and not in the tool's history: `up` asks for --out-of-order.
    public var passedOver: [Migration] = []
    /// In the tool's history and not in the folder: squashed or deleted since.
    public var missing: [String] = []
    var records: [MigrationRecord] = []
}

/// Which of another tool's histories is taken, and what is let pass.
public struct AdoptionChoice: Sendable, Hashable {
    /// Nil for the one that is there.
    public var tool: MigrationTool?
    /// Where the tool keeps its history under a name of the project's own.
    public var table: HistoryTable?
    public var allowsMissing: Bool
    public var allowsEdited: Bool

    public init(
        from tool: MigrationTool? = nil, table: HistoryTable? = nil, allowsMissing: Bool = false,
        allowsEdited: Bool = false
    ) {
        self.tool = tool
        self.table = table
        self.allowsMissing = allowsMissing
        self.allowsEdited = allowsEdited
    }
}

extension Migrator {
    /// What `adopt` would take. Changes nothing.
    ///
    /// - Throws: a state that the tool calls failed, a file that is missing or was edited.
    public func adoption(_ choice: AdoptionChoice = .init()) throws -> MigrationAdoption {
        let found = try chosen(choice)
        var adoption = MigrationAdoption(tool: found.tool, table: found.table)
        var records: [MigrationVersion: MigrationRecord] = [:]
        if let failure = found.failure {
            throw MigrationError(.dirty, failure + ", and adopt then. Nothing was taken")
        }
        if let upTo = found.upTo {
            if folder[upTo] == nil { adoption.missing.append(upTo.text) }
            for migration in folder.migrations
            where migration.version <= upTo && !migration.version.isRepeatable {
                records[migration.version] = record(migration)
            }
        }
        var edited: [String] = []
        let checksums = ToolChecksum(tool: found.tool, connection: connection)
        for entry in found.entries where entry.state == .applied {
            guard let migration = migration(of: entry) else {
                adoption.missing.append(entry.label)
                continue
            }
            var record = record(migration)
            if try checksums.agrees(entry.checksum, migration) == false {
                if migration.version.isRepeatable {
                    // Changed since: it runs again.
                    record.checksum = ""
                } else {
                    edited.append(migration.up.path)
                }
            }
            records[migration.version] = record
        }
        if !choice.allowsMissing, let missing = adoption.missing.listed {
            throw MigrationError(
                .missingFile,
                "\(found.table) says that \(missing) was applied, and \(folder.path) has no file "
                    + "of it. Put the files back, or name their folder with --dir; if they were "
                    + "squashed or deleted, adopt without them: --allow-missing. Nothing was taken")
        }
        if !choice.allowsEdited, let edited = edited.listed {
            throw MigrationError(
                .edited,
                "\(edited): not what \(found.tool.rawValue) applied, by the checksum in "
                    + "\(found.table). Put the files back and write a new migration with the change; "
                    + "if the change means nothing to the database: --allow-edited. Nothing was "
                    + "taken")
        }
        for entry in found.entries where entry.state == .baseline {
            guard let version = entry.version else { continue }
            for migration in folder.migrations
            where migration.version <= version && records[migration.version] == nil {
                var record = record(migration)
                record.state = .baseline
                records[migration.version] = record
            }
        }
        adoption.taken = folder.migrations.filter { records[$0.version] != nil }
        adoption.records = adoption.taken.compactMap { records[$0.version] }
        let last = adoption.taken.last { !$0.version.isRepeatable }?.version
        adoption.passedOver = folder.migrations.filter {
            guard let last else { return false }
            return $0.version < last && records[$0.version] == nil
        }
        return adoption
    }

    /// Takes over what another tool has applied, so that `up` goes on from there. The tool's own
    /// table stays as it is.
    public func adopt(_ choice: AdoptionChoice = .init()) throws -> MigrationAdoption {
        try locked { history, _ in
            var adoption = try adoption(choice)
            let known = Set(try history.records(connection).map(\.version))
            adoption.records.removeAll { known.contains($0.version) }
            adoption.taken.removeAll { known.contains($0.version) }
            try history.create(connection, texts: needsTexts)
            try connection.transaction {
                for record in adoption.records { try history.put(record, connection) }
            }
            return adoption
        }
    }

    private func record(_ migration: Migration) -> MigrationRecord {
        MigrationRecord(
            version: migration.version, name: migration.name, checksum: migration.checksum,
            state: migration.refusal == nil ? .applied : .baseline)
    }

    func migration(of entry: ToolHistory.Entry) -> Migration? {
        guard let moment = entry.moment else { return entry.version.flatMap { folder[$0] } }
        if let journal = folder.journal {
            guard let tag = journal.entries.first(where: { $0.moment == moment })?.tag else {
                return nil
            }
            return folder.migrations.first { $0.tag == tag }
        }
        // Without a journal the name of the folder says the second.
        return MigrationVersion(DrizzleJournal.second(of: moment)).flatMap { folder[$0] }
            ?? folder.migrations.first { SHA256.hexadecimal($0.source) == entry.checksum }
    }

    private func chosen(_ choice: AdoptionChoice) throws -> ToolHistory {
        let tool = choice.tool
        if let table = choice.table {
            let histories = try ToolHistories(connection, in: table, of: tool)
            guard let history = histories.all.first(where: { !$0.isEmpty }) else {
                throw MigrationError(
                    .historyUnusable, "\(histories.all.first?.table ?? table.name) is empty")
            }
            return history
        }
        let histories = try ToolHistories(connection)
        let all = histories.all.filter { !$0.isEmpty }
        let fitting = all.filter { tool == nil || $0.tool == tool }
        // Where several are there, the one that knows this folder's migrations.
        let known = fitting.filter { found in
            found.upTo.map { folder[$0] != nil }
                ?? found.entries.contains { migration(of: $0) != nil }
        }
        if let only = fitting.count == 1 ? fitting.first : known.count == 1 ? known.first : nil {
            return only
        }
        if fitting.count > 1 {
            let shown = known.isEmpty ? fitting : known
            let names = shown.map { "\($0.tool.rawValue) (\($0.table))" }.joined(separator: ", ")
            throw MigrationError(
                .historyUnusable,
                "there are several histories of migrations: \(names). Say which one: "
                    + "--from-table \(shown[0].table)")
        }
        throw MigrationError(.historyUnusable, nothing(of: tool, histories))
    }

    /// What there is instead of a history of the tool.
    private func nothing(of tool: MigrationTool?, _ histories: ToolHistories) -> String {
        var message =
            "there is no history of \(tool?.rawValue ?? "a tool that is known here") with anything "
            + "in it in this database"
        let others = histories.all.filter { !$0.isEmpty }
            .map { "\($0.tool.rawValue) (\($0.table))" }
        if let others = others.listed {
            message += "; there is one of \(others)"
        } else {
            let tables = Set((tool.map { [$0] } ?? MigrationTool.allCases).map(\.table)).sorted()
            message += ". Looked for " + tables.joined(separator: ", ")
        }
        if let unreadable = histories.unreadable.listed {
            message += ". This role may not read all of \(unreadable)"
        }
        return message
            + ". Where it has another name: --from-table NAME. Without one: dormouse migrate "
            + "baseline VERSION"
    }
}

extension [String] {
    /// The first few, or nil where there are none.
    var listed: String? {
        guard !isEmpty else { return nil }
        return prefix(5).joined(separator: ", ") + (count > 5 ? " and \(count - 5) more" : "")
    }
}
