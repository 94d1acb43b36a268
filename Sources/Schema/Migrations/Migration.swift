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
    /// The file of the way up as it stands in the folder, whatever is run of it.
    var source: String
    /// Why it cannot be run here, where it cannot.
    public var refusal: String?

    init(version: MigrationVersion, name: String, up: MigrationScript, down: MigrationScript?) {
        self.version = version
        self.name = name
        self.up = up
        self.down = down
        source = up.source
        checksum = Checksum.of(up.source)
    }

    /// The name of its file without the ending, as Drizzle's journal has it.
    var tag: String { String((up.path.split(separator: "/").last ?? "").dropLast(4)) }

    /// `0007_add_users`, `R__views`
    public var label: String { Self.label(version, name) }

    static func label(_ version: MigrationVersion, _ name: String) -> String {
        name.isEmpty || version.isRepeatable ? version.text : "\(version)_\(name)"
    }
}
