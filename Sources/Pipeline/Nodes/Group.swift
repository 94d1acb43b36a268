public import Jinja

/// People who own models together.
public struct Group: Sendable, Identifiable {
    /// `group.package.name`.
    public let id: String
    public let name: String
    public let package: String
    /// The file it is declared in, relative to the folder of its package.
    public let file: String
    public let line: Int
    public let description: String
    /// `name` and `email` of the owner, further keys as they are written.
    public let owner: Value
}
