public import Jinja

/// Which version of a model a node is: `versions` of a properties file.
public struct ModelVersion: Sendable {
    /// `v` as it is written: a number or a text.
    public let value: Value
    /// The version that a `ref` without one means: `latest_version`, else the highest.
    public let latest: Value

    /// `1`, `2.1`, `beta`.
    public var text: String { value.pythonText }
    public var isLatest: Bool { value.pythonText == latest.pythonText }
    /// `v1`, as names of files and fully qualified names have it.
    var tag: String { "v" + text }

    /// Whether one version comes before another: as numbers where both are, else as texts.
    static func isBefore(_ one: Value, _ other: Value) -> Bool {
        if let a = Double(one.pythonText), let b = Double(other.pythonText) { return a < b }
        return one.pythonText < other.pythonText
    }

    /// The highest of some versions.
    static func highest(_ versions: [Value]) -> Value? { versions.max(by: isBefore) }
}

extension Node {
    /// The name by which it is found among the nodes of its package: with the version that it is.
    var searchName: String { version.map { "\(name).\($0.tag)" } ?? name }

    /// The identifier of its relation where nothing names one: nil takes the name.
    var versionedName: String? {
        version.map { "\(name)_v\($0.text.replacing(".", with: "_"))" }
    }
}
