import Synchronization

/// An HTTP client with one thread of its own, whatever the number of requests. The thread starts
/// with the first of them.
///
/// Connections are kept and used again. Redirects are not followed. Requests to this machine go
/// through no proxy; others heed `http_proxy` and its kin, as libcurl does.
///
/// ```swift
/// let client = HTTPClient()
/// let answer = try await client.send(HTTPRequest(.get, "http://127.0.0.1:11434/api/tags"))
/// ```
public final class HTTPClient: Sendable {
    private let idleConnections: Int
    private let started = Mutex<TransferLoop?>(nil)

    /// - Parameter idleConnections: how many connections are kept open for later requests.
    public init(idleConnections: Int = 32) {
        self.idleConnections = idleConnections
    }

    deinit { started.withLock { $0?.close() } }

    private var loop: TransferLoop {
        started.withLock { started in
            if let started { return started }
            let loop = TransferLoop(idleConnections: idleConnections)
            started = loop
            return loop
        }
    }

    /// Runs tasks on the client's own thread: `Task(executorPreference: client.executor)`. Such a
    /// task goes on even while every thread of Swift's pool is blocked; it must not block itself.
    public var executor: any TaskExecutor { loop }

    /// Sends a request and waits for the whole answer. Cancelling the task ends the request at
    /// once and closes its connection.
    ///
    /// - Throws: `HTTPError`; an answer with a bad status is an answer.
    public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        let loop = loop
        let started = Started()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let id = loop.start(request) { continuation.resume(returning: $0) }
                if started.set(id) { loop.cancel(id) }
            }
        } onCancel: {
            if let id = started.cancel() { loop.cancel(id) }
        }
        return try result.get()
    }

    /// Waits on the client's own clock, so that it does not depend on Swift's pool. A cancelled
    /// task returns at once.
    public func sleep(for time: Duration) async {
        guard time > .zero else { return }
        let loop = loop
        let started = Started()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let id = loop.after(time) { continuation.resume() }
                if started.set(id) { loop.cancelTimer(id) }
            }
        } onCancel: {
            if let id = started.cancel() { loop.cancelTimer(id) }
        }
    }
}
