/// One migration as folder and history see it together.
public struct MigrationStatus: Sendable, Hashable {
    public enum State: String, Sendable, Hashable {
        /// Not applied; a repeatable one that was changed since it was applied is too.
        case pending
        case applied, baseline, dirty
        /// Applied, and the file was changed since.
        case edited
        /// Applied, and the file is gone.
        case missing
        /// Pending, and older than one that was applied.
        case outOfOrder = "out of order"
    }

    public var version: MigrationVersion
    public var name: String
    public var state: State
    public var migration: Migration?
    public var record: MigrationRecord?

    /// Whether it is in the database, whole.
    public var isApplied: Bool {
        switch state {
        case .applied, .baseline, .edited, .missing: true
        case .pending, .outOfOrder, .dirty: false
        }
    }

    public var label: String { Migration.label(version, name) }

    /// Everything that is in the folder or in the history, in order of versions.
    public static func all(_ folder: MigrationFolder, _ history: [MigrationRecord]) -> [Self] {
        let records = Dictionary(history.map { ($0.version, $0) }) { $1 }
        let files = Dictionary(uniqueKeysWithValues: folder.migrations.map { ($0.version, $0) })
        let latest = history.map(\.version).filter { !$0.isRepeatable }.max()
        return Set(records.keys).union(files.keys).sorted().map { version in
            let (file, record) = (files[version], records[version])
            return MigrationStatus(
                version: file?.version ?? version, name: file?.name ?? record?.name ?? "",
                state: state(file, record, latest: latest), migration: file, record: record)
        }
    }

    private static func state(
        _ file: Migration?, _ record: MigrationRecord?, latest: MigrationVersion?
    ) -> State {
        guard let record else {
            guard let file, let latest, file.version < latest else { return .pending }
            return .outOfOrder
        }
        if record.version.isRepeatable, record.state != .dirty {
            return file.map { $0.checksum == record.checksum } ?? true ? .applied : .pending
        }
        switch (record.state, file) {
        case (.dirty, _): return .dirty
        case (.baseline, _): return .baseline
        case (.applied, nil): return .missing
        case (.applied, let file?): return file.checksum == record.checksum ? .applied : .edited
        }
    }
}
