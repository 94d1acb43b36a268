import Synchronization

/// The way to one server: a bounded number of requests at a time, first come first served, and a
/// breaker.
final class Lane: Sendable {
    private struct State {
        var free: Int
        var breaker: CircuitBreaker
        var nextTicket: UInt64 = 0
        /// Those who wait, in order.
        var queue: [(ticket: UInt64, continuation: CheckedContinuation<Bool, Never>)] = []
        /// Cancelled before they had queued.
        var cancelled: Set<UInt64> = []
        /// Whether the server has refused a request because of its schema.
        var ignoresSchemas = false
        /// The length of vectors by model, as the first one came.
        var dimensions: [String: Int] = [:]
    }

    private let state: Mutex<State>
    private let name: String

    init(name: String, atOnce: Int, breaker: CircuitBreaker) {
        self.name = name
        state = Mutex(State(free: max(1, atOnce), breaker: breaker))
    }

    var breakerState: CircuitBreaker.State { state.withLock { $0.breaker.state } }

    var ignoresSchemas: Bool { state.withLock { $0.ignoresSchemas } }
    func noteIgnoresSchemas() { state.withLock { $0.ignoresSchemas = true } }

    /// The length that vectors of a model have here: that of the first.
    func dimensions(of model: String, seen count: Int) -> Int {
        state.withLock { state in
            let known = state.dimensions[model] ?? count
            state.dimensions[model] = known
            return known
        }
    }

    /// Waits for a place. Whoever got one must `leave`.
    ///
    /// - Throws: `cancelled`.
    func enter() async throws(ModelError) {
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        let hasPlace = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if state.cancelled.remove(ticket) != nil { return false }
                    if state.free > 0 {
                        state.free -= 1
                        return true
                    }
                    state.queue.append((ticket, continuation))
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let waiting: CheckedContinuation<Bool, Never>? = state.withLock { state in
                guard let at = state.queue.firstIndex(where: { $0.ticket == ticket }) else {
                    state.cancelled.insert(ticket)
                    return nil
                }
                return state.queue.remove(at: at).continuation
            }
            waiting?.resume(returning: false)
        }
        state.withLock { _ = $0.cancelled.remove(ticket) }
        guard hasPlace else { throw ModelError(.cancelled, "the question was cancelled") }
    }

    func leave() {
        let next: CheckedContinuation<Bool, Never>? = state.withLock { state in
            guard !state.queue.isEmpty else {
                state.free += 1
                return nil
            }
            return state.queue.removeFirst().continuation
        }
        next?.resume(returning: true)
    }

    /// - Throws: `circuitOpen` while the server is left alone.
    func askBreaker(now: Duration) throws(ModelError) {
        let decision = state.withLock { $0.breaker.ask(now: now) }
        guard case .refuse(let wait) = decision else { return }
        throw ModelError(
            .circuitOpen,
            "'\(name)' failed many times in a row and is left alone"
                + (wait > .zero ? " for \(secondsText(wait)) more" : " until one request succeeds"))
    }

    /// Tells the breaker how a request ended; nil is a success.
    ///
    /// - Parameter isFinal: whether its question is given up. A failure that will be tried again
    ///   counts only where it took its whole time: else the first second of a server that is
    ///   starting would end all questions under way, which their retries are there to outlast.
    func report(_ error: ModelError?, isFinal: Bool, now: Duration) {
        state.withLock { state in
            guard let error else { return state.breaker.succeeded() }
            if error.isServersFault {
                if isFinal || error.code == .timedOut || state.breaker.state == .halfOpen {
                    state.breaker.failed(now: now)
                }
            } else if error.code == .cancelled || error.code == .deadline {
                state.breaker.undecided(now: now)
            } else {
                // It answered, if not what was wanted: the server is there.
                state.breaker.succeeded()
            }
        }
    }
}

/// `0.5 s`, `10 s`
func secondsText(_ time: Duration) -> String {
    let tenths = Int((time / .milliseconds(100)).rounded(.up))
    return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
}
