import PostgreSQL

/// What is taken over from another tool's history.
public struct MigrationAdoption: Sendable, Hashable {
    public var tool: MigrationTool
    /// Where the tool keeps its history.
    public var table: String
    public var taken: [Migration] = []
    /// Older than the last one taken, and not in the tool's history: `up` asks for --out-of-order.
    public var passedOver: [Migration] = []
    var records: [MigrationRecord] = []
}

extension Migrator {
    /// The history of another tool that has applied migrations of this folder, where the history
    /// here is still empty: to apply them again would do everything twice.
    public func historyToAdopt() throws -> MigrationAdoption? {
        guard try history().records(connection).isEmpty else { return nil }
        return try ToolHistory.all(connection).lazy.compactMap { found in
            let taken = self.folder.migrations.filter { migration in
                found.entries.contains { self.migration(of: $0)?.version == migration.version }
                    || found.upTo.map { migration.version <= $0 } ?? false
            }
            return taken.isEmpty
                ? nil : MigrationAdoption(tool: found.tool, table: found.table, taken: taken)
        }.first
    }

    /// What `adopt` would take. Changes nothing.
    ///
    /// - Parameter tool: whose history; nil for the one that is there.
    /// - Throws: a state that the tool calls failed, a file that is missing or was edited.
    public func adoption(from tool: MigrationTool? = nil) throws -> MigrationAdoption {
        let found = try chosen(tool)
        var adoption = MigrationAdoption(tool: found.tool, table: found.table)
        var records: [MigrationVersion: MigrationRecord] = [:]
        if let failed = found.entries.filter({ $0.state == .failed }).map(\.label).listed {
            throw MigrationError(
                .dirty,
                "\(found.table) says that \(failed) failed or did not end. Put the database right, "
                    + "settle it there (\(found.tool.remedy)), and adopt then. Nothing was taken")
        }
        if let upTo = found.upTo {
            guard folder[upTo] != nil else { throw missing([upTo.text], found) }
            for migration in folder.migrations
            where migration.version <= upTo && !migration.version.isRepeatable {
                records[migration.version] = record(migration)
            }
        }
        var lost: [String] = []
        var edited: [String] = []
        let checksums = ToolChecksum(tool: found.tool, connection: connection)
        for entry in found.entries where entry.state == .applied {
            guard let migration = migration(of: entry) else {
                lost.append(entry.label)
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
        if !lost.isEmpty { throw missing(lost, found) }
        if let edited = edited.listed {
            throw MigrationError(
                .edited,
                "\(edited): not what \(found.tool.rawValue) applied, by the checksum in "
                    + "\(found.table). Put the files back and write a new migration with the change; "
                    + "or settle it there first. Nothing was taken")
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
    public func adopt(from tool: MigrationTool? = nil) throws -> MigrationAdoption {
        try locked { history, _ in
            var adoption = try adoption(from: tool)
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

    private func migration(of entry: ToolHistory.Entry) -> Migration? {
        if let moment = entry.moment {
            let tag = folder.journal?.entries.first { $0.moment == moment }?.tag
            return folder.migrations.first { $0.tag == tag }
        }
        return entry.version.flatMap { folder[$0] }
    }

    private func chosen(_ tool: MigrationTool?) throws -> ToolHistory {
        let all = try ToolHistory.all(connection).filter { !$0.isEmpty }
        let fitting = all.filter { tool == nil || $0.tool == tool }
        // Where several are there, the one that knows this folder's migrations.
        let known = fitting.filter { found in
            found.upTo != nil || found.entries.contains { migration(of: $0) != nil }
        }
        if let only = fitting.count == 1 ? fitting.first : known.count == 1 ? known.first : nil {
            return only
        }
        if fitting.count > 1 {
            let names = fitting.map { "\($0.tool.rawValue) (\($0.table))" }.joined(separator: ", ")
            throw MigrationError(
                .historyUnusable,
                "there are several histories of migrations: \(names). Say which one: --from "
                    + fitting[0].tool.rawValue)
        }
        let other = all.map { "\($0.tool.rawValue) (\($0.table))" }.listed
        throw MigrationError(
            .historyUnusable,
            "there is no history of \(tool?.rawValue ?? "a tool that is known here") with anything "
                + "in it in this database"
                + (other.map { "; there is one of \($0)" }
                    ?? ". Looked for "
                    + Set((tool.map { [$0] } ?? MigrationTool.allCases).map(\.table)).sorted()
                    .joined(separator: ", "))
                + ". Without one: dormouse migrate baseline VERSION")
    }

    private func missing(_ labels: [String], _ found: ToolHistory) -> MigrationError {
        MigrationError(
            .missingFile,
            "\(found.table) says that \(labels.listed ?? "") was applied, and \(folder.path) has no "
                + "file of it. Put the files back, or name their folder with --dir. Nothing was taken"
        )
    }
}

extension [String] {
    /// The first few, or nil where there are none.
    fileprivate var listed: String? {
        guard !isEmpty else { return nil }
        return prefix(5).joined(separator: ", ") + (count > 5 ? " and \(count - 5) more" : "")
    }
}
