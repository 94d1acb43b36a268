import HTTPServer
import Synchronization

/// The server's own counts, for those that are made before it.
final class HTTPCounts: Sendable {
    private struct Weak { weak var server: HTTPServer? }
    private let server = Mutex(Weak())

    func set(_ server: HTTPServer) { self.server.withLock { $0.server = server } }

    var isDraining: Bool { server.withLock { $0.server?.isDraining ?? true } }

    var now: ServerStatistics? { server.withLock { $0.server?.statistics } }
}
