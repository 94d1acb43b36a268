extension Migrator {
    /// The history of another tool that has applied migrations of this folder, where the history
    /// here is still empty: to apply them again would do everything twice.
    public func historyToAdopt() throws -> MigrationAdoption? {
        guard try history().records(connection).isEmpty else { return nil }
        return try ToolHistories(connection).all.lazy.compactMap(adopted).first
    }

    /// Why nothing is applied where the history here is empty: another tool has applied some of
    /// these migrations, says that one of them failed, or keeps a history that cannot be read.
    ///
    /// - Returns: what there is, and what to do about it; nil where nothing is in the way.
    public func otherHistory() throws -> MigrationError? {
        guard try history().records(connection).isEmpty else { return nil }
        let histories = try ToolHistories(connection)
        if let found = histories.all.first(where: isUnsettled), let failure = found.failure {
            return MigrationError(
                .dirty,
                failure + ", and take it over then: dormouse migrate adopt. \(Self.ifOfOthers)")
        }
        if let other = histories.all.lazy.compactMap(adopted).first {
            return MigrationError(
                .historyUnusable,
                "\(other.table) says that \(other.tool.rawValue) has applied \(other.taken.count) of "
                    + "these migrations (the last is \(other.taken.last?.label ?? "")), and the "
                    + "history here is empty. Take it over first: dormouse migrate adopt. "
                    + Self.ifOfOthers)
        }
        if let unreadable = histories.unreadable.listed {
            return MigrationError(
                .historyUnusable,
                "this role may not read all of \(unreadable), where another tool keeps what it has "
                    + "applied, and the history here is empty. Let the role read it (GRANT SELECT, "
                    + "and USAGE on the schema; no row security), so that nothing is applied twice. "
                    + Self.ifOfOthers)
        }
        return nil
    }

    private static let ifOfOthers =
        "If it belongs to other migrations: dormouse migrate up --ignore-history"

    private func adopted(_ found: ToolHistory) -> MigrationAdoption? {
        let taken = folder.migrations.filter { migration in
            found.entries.contains { self.migration(of: $0)?.version == migration.version }
                || found.upTo.map { migration.version <= $0 } ?? false
        }
        return taken.isEmpty
            ? nil : MigrationAdoption(tool: found.tool, table: found.table, taken: taken)
    }

    /// Whether a migration that failed is one of this folder, or may be. A tool that keeps the last
    /// version only has applied all before it, and is below the first one where that is no version.
    private func isUnsettled(_ found: ToolHistory) -> Bool {
        found.entries.contains { entry in
            guard entry.state == .failed else { return false }
            guard found.tool.keepsLastOnly else { return migration(of: entry) != nil }
            guard let version = entry.version else { return true }
            return folder.migrations.contains { $0.version <= version }
        }
    }
}
