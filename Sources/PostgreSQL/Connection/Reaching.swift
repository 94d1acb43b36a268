import Foundation

/// Waiting for a server that may soon be there.
public enum Reaching {
    /// Connects, and tries again for a while where nobody listens yet, the server starts or stops, or
    /// all its connections are taken. What waiting does not help is thrown at once.
    public static func server<T>(
        within patience: Duration, _ connect: () throws(PostgreSQLError) -> T
    ) throws(PostgreSQLError) -> T {
        let deadline = ContinuousClock.now + patience
        var pause: UInt32 = 20_000
        while true {
            do {
                return try connect()
            } catch {
                switch error.code {
                case .connectionRefused, .serverNotReady, .tooManyConnections, .serverShutdown,
                    .connectionLost:
                    guard ContinuousClock.now < deadline else { throw error }
                default: throw error
                }
            }
            usleep(pause)
            pause = min(pause * 2, 500_000)
        }
    }
}
