public import Foundation

public import class DuckDB.Connection

/// Somewhere else that a node's query can be computed when there is no memory for it here: a
/// process of its own, another target of the profile.
public struct OffloadPlace: Sendable {
    /// How messages say it: `in a process of its own`.
    public let name: String
    /// Whether it is a PostgreSQL server, where SQL may mean something else: then only nodes with
    /// the config `portable` go there.
    public let isServer: Bool
    /// The folder that data is exchanged in; it is removed with everything in it.
    public let folder: String
    /// Told before a node goes there.
    let tell: @Sendable (_ node: String) -> Void
    /// Has the query of an exchange folder computed: ``OffloadRequest/perform(in:profile:limits:extensionDirectory:prepare:)``
    /// is called there. Blocks until that is done.
    let compute: @Sendable (_ folder: URL, Connection, _ isOver: @escaping IsOver) throws -> Void

    /// Asked meanwhile: whether the node's time is over, so that nobody waits for it.
    public typealias IsOver = @Sendable () -> Bool

    /// - Parameter compute: gets the folder, and the connection whose caches may be emptied
    ///   meanwhile. A ``PipelineError`` that it throws says why there is no result.
    public init(
        name: String, isServer: Bool = false, folder: String,
        tell: @escaping @Sendable (_ node: String) -> Void,
        compute:
            @escaping @Sendable (
                _ folder: URL, Connection, _ isOver: @escaping IsOver
            ) throws -> Void
    ) {
        self.name = name
        self.isServer = isServer
        self.folder = folder
        self.tell = tell
        self.compute = compute
    }
}
