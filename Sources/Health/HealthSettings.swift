public import YAML

/// The `health` section of `dormouse.yml`.
public struct HealthSettings: Sendable, Hashable {
    public var limits = HealthLimits()
    /// Extensions that the database should have.
    public var extensions: [String] = []
    /// What the schema should be: a source as `dormouse schema drift` takes it.
    public var schema: String?
    public var source = SourceMapping()

    public init() {}

    /// Reads the section.
    ///
    /// - Throws: what is wrong with it, with the line.
    public init(_ node: YAML.Node) throws {
        for entry in try node.mapping() {
            let name = try entry.key.text()
            switch name {
            case "limits": try limits.apply(entry.value)
            case "extensions": extensions = try entry.value.strings()
            case "schema": schema = try entry.value.text()
            case "source": source = try SourceMapping(entry.value)
            default:
                throw HealthError(
                    "line \(entry.key.line): health knows no '\(name)', only limits, extensions, "
                        + "schema and source")
            }
        }
    }
}
