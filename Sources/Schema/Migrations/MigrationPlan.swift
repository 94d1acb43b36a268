/// What has to run, decided from the folder and the history alone.
public struct MigrationPlan: Sendable, Hashable {
    public enum Direction: String, Sendable, Hashable { case up, down }

    public struct Step: Sendable, Hashable {
        public var migration: Migration
        public var direction: Direction
        public var script: MigrationScript
    }

    public struct Goal: Sendable, Hashable {
        public var direction: Direction
        /// Up: the last version to apply. Down: the version to go back to, which stays.
        public var version: MigrationVersion?
        /// How many to apply or to take back at most.
        public var steps: Int?
        /// Whether a file older than what was applied may still be applied.
        public var allowsOutOfOrder: Bool

        public init(
            _ direction: Direction, to version: MigrationVersion? = nil, steps: Int? = nil,
            allowsOutOfOrder: Bool = false
        ) {
            self.direction = direction
            self.version = version
            self.steps = steps
            self.allowsOutOfOrder = allowsOutOfOrder
        }
    }

    public var steps: [Step]

    /// - Throws: what stands in the way: an edited or missing file, one out of order, a dirty
    ///   version, a way down that is not there.
    public init(_ folder: MigrationFolder, _ history: [MigrationRecord], goal: Goal)
        throws(MigrationError)
    {
        let all = MigrationStatus.all(folder, history)
        try Self.refuseDirty(all)
        if let version = goal.version, !all.contains(where: { $0.version == version }),
            !(goal.direction == .down && version.isZero)
        {
            throw MigrationError(
                .unknownVersion,
                "there is no migration \(version) in \(folder.path). "
                    + (all.isEmpty
                        ? "The folder is empty"
                        : "There are \(all.first!.version) to \(all.last!.version)"))
        }
        steps =
            try goal.direction == .up
            ? Self.up(all, goal) : Self.down(all, goal)
    }

    private static func refuseDirty(_ all: [MigrationStatus]) throws(MigrationError) {
        guard let dirty = all.first(where: { $0.state == .dirty }) else { return }
        let statement = dirty.record?.failedStatement.map { "at statement \($0)" } ?? "half-way"
        throw MigrationError(
            .dirty,
            "\(dirty.label) failed \(statement) and was not in a transaction: its first statements "
                + "stand. Put the database right by hand, then either take the entry out and run it "
                + "again (dormouse migrate repair) or note it as applied "
                + "(dormouse migrate repair --applied \(dirty.version))")
    }

    private static func up(_ all: [MigrationStatus], _ goal: Goal) throws(MigrationError) -> [Step]
    {
        if let edited = all.first(where: { $0.state == .edited }) {
            throw MigrationError(
                .edited,
                "\(edited.migration?.up.path ?? edited.label) was changed after it was applied on "
                    + "\(edited.record?.appliedAt ?? "?"). Put the file back and write a new "
                    + "migration with the change; or, if the change means nothing to the database, "
                    + "take its checksum with: dormouse migrate repair")
        }
        if let missing = all.first(where: { $0.state == .missing }) {
            throw MigrationError(
                .missingFile,
                "\(missing.label) was applied on \(missing.record?.appliedAt ?? "?") and has no "
                    + "file. Put the file back, or forget the entry with: dormouse migrate repair "
                    + "--forget \(missing.version)")
        }
        let wanted = all.filter { status in
            guard status.state == .pending || status.state == .outOfOrder else { return false }
            return goal.version.map { status.version <= $0 } ?? true
        }
        if !goal.allowsOutOfOrder, let late = wanted.first(where: { $0.state == .outOfOrder }) {
            let latest = all.last { $0.isApplied }?.label ?? "a later one"
            throw MigrationError(
                .outOfOrder,
                "\(late.migration?.up.path ?? late.label) is older than \(latest), which is applied "
                    + "already. Give it a version after that, or apply it late with --out-of-order")
        }
        let steps = wanted.compactMap { status in
            status.migration.map { Step(migration: $0, direction: .up, script: $0.up) }
        }
        let chosen = goal.steps.map { Array(steps.prefix($0)) } ?? steps
        if let refusal = chosen.lazy.compactMap(\.migration.refusal).first {
            throw MigrationError(.fileUnreadable, refusal)
        }
        return chosen
    }

    private static func down(_ all: [MigrationStatus], _ goal: Goal)
        throws(MigrationError) -> [Step]
    {
        // What runs whenever it changes has no way back.
        let applied = all.filter { $0.isApplied && !$0.version.isRepeatable }.reversed()
        let count = goal.steps ?? (goal.version == nil ? 1 : .max)
        let back = applied.filter { status in goal.version.map { status.version > $0 } ?? true }
        var steps: [Step] = []
        for status in back.prefix(count) {
            guard let migration = status.migration, let down = migration.down else {
                let file = status.migration == nil ? "file" : "way down"
                throw MigrationError(
                    .missingDown,
                    "\(status.label) has no \(file), so it cannot be taken back. Write "
                        + "\(status.label).down.sql, or go forward with a new migration")
            }
            steps.append(Step(migration: migration, direction: .down, script: down))
        }
        return steps
    }
}
