internal import CEvent
import Foundation
import Synchronization

/// One connection: requests one after the other, each with its answer. Touched on the thread of
/// its loop only.
///
/// The reader decides what the bytes say, `ResponseHead` how an answer is framed, `Pace` who is
/// too slow; here is what happens to the socket.
final class Connection: @unchecked Sendable {
    // Sendable: tasks only carry it back to `loop.run`.
    enum Phase: Equatable {
        case handshake
        case open
        /// What is to be sent is sent; then the client may close first.
        case closing
        case lingering(until: ContinuousClock.Instant)
        case closed
    }

    let loop: EventLoop
    let service: Service
    let ends: ServerRequest.Ends
    let events: OpaquePointer
    private let descriptor: Int32
    private let tls: OpaquePointer?

    var phase: Phase
    var reader: RequestReader
    var exchange: Exchange?
    /// Since when it is idle, or shaking hands.
    var since = ContinuousClock.now
    /// When the first byte of the head that is being read came.
    var headStart: ContinuousClock.Instant?
    /// The client has closed its side.
    var sawEnd = false
    var receiving: Pace
    var sending: Pace
    /// Nothing is read because enough waits.
    private var isPaused = false
    /// Of the output, at the last look.
    var outputBytes = 0

    /// Takes a socket that was accepted. On the loop's thread.
    init?(
        _ descriptor: Int32, _ ends: ServerRequest.Ends, loop: EventLoop, service: Service,
        tls: OpaquePointer?
    ) {
        let options = Int32(BEV_OPT_CLOSE_ON_FREE.rawValue)
        let made =
            if let tls {
                bufferevent_openssl_socket_new(
                    loop.eventBase, descriptor, tls, BUFFEREVENT_SSL_ACCEPTING, options)
            } else {
                bufferevent_socket_new(loop.eventBase, descriptor, options)
            }
        guard let made else { return nil }
        events = made
        self.descriptor = descriptor
        self.tls = tls
        self.loop = loop
        self.service = service
        self.ends = ends
        phase = tls == nil ? .open : .handshake
        reader = RequestReader(limits: service.options.request)
        let (rate, window) = (service.options.minimumBytesPerSecond, service.options.paceWindow)
        receiving = Pace(bytesPerSecond: rate, window: window)
        sending = Pace(bytesPerSecond: rate, window: window)
        loop.add(self)
        service.openConnections.count()
        if tls != nil { bufferevent_openssl_set_allow_dirty_shutdown(events, 1) }
        bufferevent_setcb(
            events,
            { _, context in Connection.of(context).readable() },
            { _, context in Connection.of(context).drained() },
            { _, what, context in Connection.of(context).happened(Int32(what)) },
            Unmanaged.passUnretained(self).toOpaque())
        bufferevent_enable(events, Int16(EV_READ | EV_WRITE))
    }

    /// What is read ahead of whoever takes it.
    static let inputBytes = 64 << 10
    /// What waits to be sent before whoever writes has to wait.
    static let outputLimit = 64 << 10

    private static func of(_ context: UnsafeMutableRawPointer?) -> Connection {
        guard let context else { preconditionFailure("libevent lost the connection") }
        // The loop keeps the connection as long as there are callbacks.
        return Unmanaged<Connection>.fromOpaque(context).takeUnretainedValue()
    }

    var isIdle: Bool {
        phase == .open && exchange == nil && headStart == nil && pendingOutput == 0
    }

    var pendingOutput: Int { evbuffer_get_length(bufferevent_get_output(events)) }

    func send(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        bufferevent_write(events, bytes, bytes.count)
        outputBytes += bytes.count
        service.sentBytes.count(bytes.count)
    }

    /// Sends what is left, and then closes such that the client gets to read it: a socket that is
    /// closed with unread bytes in it takes back what was sent.
    func closeGently() {
        guard phase == .open else { return }
        phase = .closing
        discardInput()
        if pendingOutput == 0 { linger() }
    }

    func linger() {
        guard phase == .closing else { return }
        phase = .lingering(until: .now + .seconds(2))
        if let tls { SSL_shutdown(tls) }
        shutdown(descriptor, Int32(SHUT_WR))
        discardInput()
        if sawEnd { close() }
    }

    func discardInput() {
        let input = bufferevent_get_input(events)
        evbuffer_drain(input, evbuffer_get_length(input))
        resumeReading()
    }

    /// Reads no further while enough waits. Not by libevent's watermark: above it, libevent 2.1
    /// calls back without end.
    func pauseReading() {
        let waiting = evbuffer_get_length(bufferevent_get_input(events))
        guard !isPaused, waiting >= Self.inputBytes else { return }
        isPaused = true
        bufferevent_disable(events, Int16(EV_READ))
    }

    func resumeReading() {
        guard isPaused else { return }
        isPaused = false
        bufferevent_enable(events, Int16(EV_READ))
    }

    /// Ends everything at once.
    func close() {
        guard phase != .closed else { return }
        phase = .closed
        let ended = exchange
        exchange = nil
        bufferevent_setcb(events, nil, nil, nil, nil)
        bufferevent_free(events)
        loop.remove(self)
        service.openConnections.subtract(1, ordering: .relaxed)
        if let ended {
            ended.task?.cancel()
            ended.body.fail(.cancelled)
            for waiter in ended.waiters { waiter.resume(returning: false) }
            ended.waiters = []
        }
    }
}
