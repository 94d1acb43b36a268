public import Settings

/// The `health` section of `dormouse.yml`.
public struct HealthSettings: Sendable, Hashable {
    public var limits = HealthLimits()
    /// Extensions that the database should have.
    public var extensions: [String] = []
    /// What the schema should be: a source as `dormouse schema drift` takes it.
    public var schema: String?
    public var source = SourceMapping()

    public init() {}

    /// Reads the section, to its last key.
    public init(_ section: SettingsReader) throws(SettingsError) {
        var section = section
        limits = try HealthLimits(section.section("limits"))
        extensions = try section.strings("extensions") ?? []
        schema = try section.string("schema")
        source = try SourceMapping(section.section("source"))
        try section.finish()
    }
}
