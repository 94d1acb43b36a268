import PostgreSQL

extension Migrator {
    /// Takes everything up to a version as applied, without running it: for a database that was
    /// there before its migrations. Gives what was noted.
    @discardableResult
    public func baseline(_ version: MigrationVersion) throws -> [Migration] {
        guard folder[version] != nil else {
            throw MigrationError(
                .unknownVersion, "there is no migration \(version) in \(folder.path)")
        }
        return try locked { history, _ in
            try history.create(connection, texts: needsTexts)
            let known = Set(try history.records(connection).map(\.version))
            let taken = folder.migrations.filter {
                $0.version <= version && !known.contains($0.version) && !$0.version.isRepeatable
            }
            try connection.transaction {
                for migration in taken {
                    try history.put(
                        MigrationRecord(
                            version: migration.version, name: migration.name,
                            checksum: migration.checksum, state: .baseline), connection)
                }
            }
            return taken
        }
    }

    /// Takes an entry out of the history, whatever its state.
    func forget(_ version: MigrationVersion) throws {
        try locked { history, _ in try history.remove(version, connection) }
    }

    /// What a repair did.
    public struct Repair: Sendable, Hashable {
        /// Edited files whose checksum was taken.
        public var checksums: [String] = []
        /// Dirty entries that were taken out, to be run again.
        public var removed: [String] = []
        /// Entries that were noted as applied, or forgotten, because a person said so.
        public var settled: [String] = []
        public var indexes: [InvalidIndex] = []

        public init() {}

        public var isEmpty: Bool {
            checksums.isEmpty && removed.isEmpty && settled.isEmpty && indexes.isEmpty
        }
    }

    /// Puts the history right: checksums of files that were edited in ways that mean nothing, and
    /// entries of migrations that failed.
    ///
    /// - Parameters:
    ///   - applied: a dirty version that a person has finished by hand.
    ///   - forgotten: a version whose file is gone for good.
    public func repair(applied: MigrationVersion? = nil, forgotten: MigrationVersion? = nil)
        throws -> Repair
    {
        try locked { history, _ in
            var repair = Repair()
            try connection.transaction {
                let all = MigrationStatus.all(folder, try history.records(connection))
                for version in [applied, forgotten].compactMap({ $0 })
                where !all.contains(where: { $0.version == version && $0.record != nil }) {
                    throw MigrationError(
                        .unknownVersion, "the history has no entry of version \(version)")
                }
                for status in all {
                    guard var record = status.record else { continue }
                    if status.version == forgotten {
                        try history.remove(status.version, connection)
                        repair.settled.append(status.label)
                    } else if status.version == applied {
                        record.state = .applied
                        (record.failedStatement, record.failure) = (nil, nil)
                        try history.put(record, connection)
                        repair.settled.append(status.label)
                    } else if status.state == .dirty {
                        try history.remove(status.version, connection)
                        repair.removed.append(status.label)
                    } else if status.state == .edited, let migration = status.migration {
                        record.checksum = migration.checksum
                        try history.put(record, connection)
                        repair.checksums.append(status.label)
                    }
                }
            }
            return repair
        }
    }
}
