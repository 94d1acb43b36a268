@preconcurrency internal import Dispatch
public import DuckDB
internal import Synchronization

/// Interrupts a statement that takes too long.
public final class StatementTimer: Sendable {
    private let fired = Mutex(false)
    private let timer: any DispatchSourceTimer

    /// Begins to count.
    ///
    /// - Parameter limit: after it the statement that runs on the connection is interrupted, and
    ///   again every second until `stop`, because a statement may be between two of its parts.
    public init(_ limit: Duration, interrupting connection: Connection) {
        timer = DispatchSource.makeTimerSource(queue: .global())
        let seconds = limit / .seconds(1)
        timer.setEventHandler { [weak self] in
            self?.fired.withLock { $0 = true }
            connection.interrupt()
        }
        timer.schedule(deadline: .now() + seconds, repeating: 1)
        timer.resume()
    }

    deinit { timer.cancel() }

    /// Ends the count.
    ///
    /// - Returns: whether the time was over.
    @discardableResult public func stop() -> Bool {
        timer.cancel()
        return fired.withLock { $0 }
    }
}
