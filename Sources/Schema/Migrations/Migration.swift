/// A step of a schema from one version to the next, and back.
public struct Migration: Sendable, Hashable {
    public var version: MigrationVersion
    /// The words after the version: `add_users`.
    public var name: String
    public var up: MigrationScript
    /// Nil where there is no way back.
    public var down: MigrationScript?
    /// Of the way up; see `MigrationRecord.checksum`.
    public var checksum: String

    init(version: MigrationVersion, name: String, up: MigrationScript, down: MigrationScript?) {
        self.version = version
        self.name = name
        self.up = up
        self.down = down
        checksum = Checksum.of(up.text)
    }

    /// `0007_add_users`
    public var label: String { name.isEmpty ? version.text : "\(version)_\(name)" }
}
