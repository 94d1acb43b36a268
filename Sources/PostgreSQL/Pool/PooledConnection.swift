import Synchronization

/// A connection of a pool, with both faces: whoever it is lent to uses one of them.
final class PooledConnection: @unchecked Sendable {
    // Sendable: the session is used by the one it is lent to, or by the pool while it is idle;
    // the pool's lock hands it on.
    let session: Session
    let connection: PostgresConnection
    let blocking: BlockingConnection

    init(_ configuration: ConnectionConfiguration) throws(PostgreSQLError) {
        session = Session(configuration)
        try session.open()
        blocking = BlockingConnection(session: session)
        connection = PostgresConnection(lent: LentSession(session: session), configuration)
    }
}

/// A session on its way to the actor that uses it.
struct LentSession: @unchecked Sendable {
    // Sendable: see `PooledConnection`.
    let session: Session
}
