internal import CEvent
import Foundation
import Synchronization

/// Accepts connections, and deals them out to the loops.
///
/// One listener for all loops, instead of a socket each with SO_REUSEPORT: a Unix socket has no
/// such thing, and nobody else can take a share of the port's connections.
final class Listener: @unchecked Sendable {
    // Sendable: `handle` is touched by the first loop's thread only; the rest does not change.
    let address: SocketAddress
    private let tls: TLSIdentity?
    private let loops: [EventLoop]
    private let service: Service
    private var handle: OpaquePointer?

    init(_ socket: ListeningSocket, tls: TLSIdentity?, loops: [EventLoop], service: Service) {
        address = socket.address
        self.tls = tls
        self.loops = loops
        self.service = service
        loops[0].run { self.start(socket.descriptor) }
    }

    private func start(_ descriptor: Int32) {
        let flags = LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC
        handle = evconnlistener_new(
            loops[0].eventBase,
            { _, descriptor, address, length, context in
                guard let context else { return }
                Unmanaged<Listener>.fromOpaque(context).takeUnretainedValue().accepted(
                    descriptor, SocketAddress(address, length: socklen_t(length)))
            },
            // Released in `stop`.
            Unmanaged.passRetained(self).toOpaque(), flags, -1, descriptor)
        evconnlistener_set_error_cb(handle) { _, context in
            guard let context else { return }
            Unmanaged<Listener>.fromOpaque(context).takeUnretainedValue().pause()
        }
    }

    private func accepted(_ descriptor: Int32, _ remote: SocketAddress) {
        service.acceptedConnections.count()
        guard let loop = loops.min(by: { $0.load.current < $1.load.current }) else { return }
        loop.load.count()
        let isFull = service.openConnections.current >= service.options.maximumConnections
        let ends = ServerRequest.Ends(
            remote: remote, local: address, isEncrypted: tls != nil)
        let (service, tls) = (service, tls)
        if case .internet = remote {
            var yes: Int32 = 1
            setsockopt(
                descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes,
                socklen_t(MemoryLayout<Int32>.size))
        }
        loop.run {
            if isFull, !loop.evictIdle() {
                service.refusedConnections.count()
                loop.load.subtract(1, ordering: .relaxed)
                Foundation.close(descriptor)
                return
            }
            let session = tls?.session()
            guard tls == nil || session != nil,
                Connection(descriptor, ends, loop: loop, service: service, tls: session) != nil
            else {
                loop.load.subtract(1, ordering: .relaxed)
                Foundation.close(descriptor)
                return
            }
        }
    }

    /// The system has no descriptors left. Asking again at once would only take time.
    private func pause() {
        for loop in loops { loop.run { loop.evictIdle() } }
        guard let handle else { return }
        evconnlistener_disable(handle)
        var wait = timeval(tv_sec: 0, tv_usec: 100_000)
        event_base_once(
            loops[0].eventBase, -1, Int16(EV_TIMEOUT),
            { _, _, context in
                guard let context else { return }
                let listener = Unmanaged<Listener>.fromOpaque(context).takeRetainedValue()
                if let handle = listener.handle { evconnlistener_enable(handle) }
            }, Unmanaged.passRetained(self).toOpaque(), &wait)
    }

    /// Takes no more connections, and removes the file of a Unix socket.
    func stop() {
        if case .unix(let path?) = address { unlink(path) }
        loops[0].run {
            guard let handle = self.handle else { return }
            self.handle = nil
            evconnlistener_free(handle)
            Unmanaged.passUnretained(self).release()
        }
    }
}

extension EventLoop {
    /// Closes the connection that has been idle longest; false where none is.
    @discardableResult
    func evictIdle() -> Bool {
        let idle = connections.values.filter(\.isIdle).min { $0.since < $1.since }
        idle?.close()
        return idle != nil
    }
}
