public import Jinja

/// Something outside of the project that uses it: a dashboard, a notebook, an application.
public struct Exposure: Sendable, Identifiable {
    /// `exposure.package.name`.
    public let id: String
    public let name: String
    public let package: String
    /// The file it is declared in, relative to the folder of its package.
    public let file: String
    public let line: Int
    public let fqn: [String]
    /// `dashboard`, `notebook`, `analysis`, `ml` or `application`.
    public let type: String
    public var label: String?
    public var description = ""
    public var url: String?
    /// `high`, `medium` or `low`.
    public var maturity: String?
    /// `name` and `email` of the owner, further keys as they are written.
    public var owner: Value = .dict(Dict())
    public var tags: [String] = []
    public var meta: Value = .dict(Dict())
    public var configuration = Configuration()
    /// The configs that stand under `config`.
    var unrendered: [String: Value] = [:]
    /// The ids of the nodes and sources it uses.
    public internal(set) var parents: [String] = []
    /// What it uses, as it is written.
    var references: [Reference] = []
    /// The metrics it uses.
    var metrics: [String] = []
}
