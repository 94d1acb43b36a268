internal import CEvent
import Foundation
import Synchronization

/// An HTTP/1.1 server with a few threads of its own, whatever the number of connections.
///
/// Handlers are async functions. They run on the server's threads, so they must not block: what
/// blocks belongs on threads of its own. A handler's task is cancelled when its client is gone.
///
/// ```swift
/// let server = try HTTPServer { request in
///     ServerResponse(200, text: "Hello, \(request.head.path)\n")
/// }
/// let address = try server.listen(on: .tcp(host: "127.0.0.1", port: 0))
/// await server.drain(within: .seconds(10))
/// ```
///
/// Requests are read strictly (RFC 9112), sent on by nobody, and answered in their order.
public final class HTTPServer: Sendable {
    private let service: Service
    private let loops: [EventLoop]
    private let listeners = Mutex<[Listener]>([])

    public init(
        _ options: ServerOptions = ServerOptions(),
        handler: @escaping @Sendable (ServerRequest) async -> ServerResponse
    ) throws(ServerError) {
        service = Service(options: options, handler: handler)
        var loops: [EventLoop] = []
        for number in 0..<max(1, options.loops) {
            loops.append(try EventLoop(name: "http server \(number + 1)"))
        }
        self.loops = loops
    }

    deinit {
        for listener in listeners.withLock({ $0 }) { listener.stop() }
        for loop in loops {
            loop.run { for connection in Array(loop.connections.values) { connection.close() } }
            loop.close()
        }
    }

    /// Begins to take connections; more than one place is possible.
    ///
    /// - Returns: the address, with the port that was free where 0 was asked for.
    @discardableResult
    public func listen(on endpoint: Endpoint) throws(ServerError) -> SocketAddress {
        if isDraining { throw ServerError(.closed, "the server is shutting down") }
        let listener: Listener
        switch endpoint {
        case .tcp(let host, let port, let tls):
            listener = Listener(
                try ListeningSocket(tcp: host, port: port), tls: tls, loops: loops,
                service: service)
        case .unix(let path):
            listener = Listener(
                try ListeningSocket(unix: path), tls: nil, loops: loops, service: service)
        }
        listeners.withLock { $0.append(listener) }
        return listener.address
    }

    /// Whether it takes no more connections.
    public var isDraining: Bool { service.isDraining.load(ordering: .relaxed) }

    /// Takes no more connections and requests, lets those under way end, and then closes what is
    /// still open. Streams that have no end of their own should end when `isDraining`.
    public func drain(within patience: Duration) async {
        service.isDraining.store(true, ordering: .relaxed)
        let stopped = listeners.withLock { listeners in
            defer { listeners = [] }
            return listeners
        }
        for listener in stopped { listener.stop() }
        let deadline = ContinuousClock.now + patience
        repeat {
            for loop in loops {
                loop.run { for connection in Array(loop.connections.values) { connection.drain() } }
            }
            if loops.allSatisfy({ $0.load.current == 0 }) { return }
            try? await Task.sleep(for: .milliseconds(20))
        } while ContinuousClock.now < deadline && !Task.isCancelled
        for loop in loops {
            loop.run { for connection in Array(loop.connections.values) { connection.close() } }
        }
    }

    /// Counts since the start.
    public var statistics: ServerStatistics {
        ServerStatistics(
            openConnections: service.openConnections.current,
            acceptedConnections: service.acceptedConnections.current,
            refusedConnections: service.refusedConnections.current,
            requests: service.requests.current, faults: service.faults.current,
            receivedBytes: service.receivedBytes.current, sentBytes: service.sentBytes.current)
    }
}

/// What a server has done.
public struct ServerStatistics: Sendable, Hashable {
    public let openConnections: Int
    public let acceptedConnections: Int
    /// Closed because there were too many.
    public let refusedConnections: Int
    public let requests: Int
    /// Requests that no handler saw to their end: malformed, too large or too slow.
    public let faults: Int
    public let receivedBytes: Int
    /// Before encryption.
    public let sentBytes: Int
}
