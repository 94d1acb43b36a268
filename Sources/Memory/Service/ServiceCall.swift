import Dispatch
import Synchronization

/// One call of a service, from when it is made until it is answered, once.
final class ServiceCall<T: Sendable>: Sendable {
    private struct State {
        var continuation: CheckedContinuation<T, any Error>?
        var isRunning = false
        /// Stopped before anybody waited for it.
        var reason: MemoryError?
    }

    private let call = CurrentCall()
    private let state = Mutex(State())

    func await(_ continuation: CheckedContinuation<T, any Error>) {
        let reason = state.withLock { state in
            if state.reason == nil { state.continuation = continuation }
            return state.reason
        }
        if let reason { continuation.resume(throwing: reason) }
    }

    /// Stops it when the time is over.
    func expire(in time: Duration) {
        let milliseconds = Int(clamping: Int64(time / .milliseconds(1)))
        DispatchQueue.global(qos: .utility).asyncAfter(
            deadline: .now() + .milliseconds(milliseconds)
        ) { [weak self] in
            self?.stop(
                MemoryError(
                    .timedOut, "not done within \(time); it was given up, and nothing was changed"))
        }
    }

    /// Gives up: at once where it still waits for a thread, else as soon as what it does lets go.
    func stop(_ reason: MemoryError) {
        call.stop(reason)
        let waiting = state.withLock { state in
            if state.isRunning { return nil as CheckedContinuation<T, any Error>? }
            state.reason = reason
            defer { state.continuation = nil }
            return state.continuation
        }
        waiting?.resume(throwing: reason)
    }

    func fail(_ error: MemoryError) { finish(.failure(error)) }

    /// Runs `body` on this thread, unless it was stopped before.
    func run(_ body: () throws -> T) {
        let isWanted = state.withLock { state in
            state.isRunning = state.continuation != nil
            return state.isRunning
        }
        if isWanted { finish(Result { try call.run(body) }) }
    }

    private func finish(_ result: Result<T, any Error>) {
        let waiting = state.withLock { state in
            defer { state.continuation = nil }
            return state.continuation
        }
        waiting?.resume(with: result)
    }
}
