/// A caller in line for a connection.
final class PoolWaiter: Sendable {
    /// Called once, by whoever took it out of the line.
    let resume: @Sendable (Result<PooledConnection, PostgreSQLError>) -> Void

    init(_ resume: @escaping @Sendable (Result<PooledConnection, PostgreSQLError>) -> Void) {
        self.resume = resume
    }
}
