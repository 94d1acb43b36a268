internal import CPostgreSQL
import Dispatch
import Synchronization

/// Asks the server to cancel the statement that a session runs, from any thread.
///
/// A request names the statement it means, and the next statement does not begin while a request
/// is on its way: so it never hits another.
final class Canceller: Sendable {
    /// One statement, or whatever else may be cancelled.
    final class Ticket: Sendable {}

    private struct State: @unchecked Sendable {
        // Sendable: libpq allows PQcancel from any thread, and the mutex keeps one at a time.
        var handle: OpaquePointer?
        var running: Ticket?
        var requestedAt: ContinuousClock.Instant?
    }

    private let state = Mutex(State())
    /// PQcancel opens a connection and waits: never on a cooperative thread.
    private static let queue = DispatchQueue(
        label: "postgresql.cancel", attributes: .concurrent)

    func attach(_ connection: OpaquePointer?) {
        let handle = PQgetCancel(connection)
        let old = state.withLock { (state) -> SendableHandle in
            defer { state.handle = handle }
            return SendableHandle(raw: state.handle)
        }
        PQfreeCancel(old.raw)
    }

    private struct SendableHandle: @unchecked Sendable {
        // Sendable: it is only freed, by the one who took it out.
        let raw: OpaquePointer?
    }

    deinit { state.withLock { PQfreeCancel($0.handle) } }

    func begin(_ ticket: Ticket) {
        state.withLock {
            $0.running = ticket
            $0.requestedAt = nil
        }
    }

    /// Returns after a request that is on its way has been made.
    func end() { state.withLock { $0.running = nil } }

    /// Cancels the statement, if it still runs. Returns at once.
    func cancel(_ ticket: Ticket?) {
        Self.queue.async { [self] in
            state.withLock { state in
                guard let running = state.running, ticket == nil || running === ticket,
                    state.requestedAt == nil
                else { return }
                state.requestedAt = .now
                var buffer = [CChar](repeating: 0, count: 256)
                PQcancel(state.handle, &buffer, 256)
            }
        }
    }

    /// When the running statement was asked to end, if it was.
    var requestedAt: ContinuousClock.Instant? { state.withLock { $0.requestedAt } }
}
