import Synchronization

/// The interruption flags of a database's connections, by the engine's number of the connection.
final class Interruptions: Sendable {
    private let flags = Mutex<[UInt64: Interruption]>([:])

    subscript(connection: UInt64) -> Interruption? {
        get { flags.withLock { $0[connection] } }
        set { flags.withLock { $0[connection] = newValue } }
    }
}
