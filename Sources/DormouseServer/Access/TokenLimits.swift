import Synchronization

/// How much each token may ask for at once and a second.
final class TokenLimits: Sendable {
    private struct Use {
        var open = 0
        /// Requests that may be made right now; grows with time.
        var allowance: Double
        var at: ContinuousClock.Instant
    }

    let openRequests: Int
    let requestsPerSecond: Double
    private let uses = Mutex<[String: Use]>([:])

    init(openRequests: Int, requestsPerSecond: Double) {
        self.openRequests = openRequests
        self.requestsPerSecond = requestsPerSecond
    }

    enum Verdict: Equatable {
        case admitted
        case tooMany
        case tooFast(retryAfter: Int)
    }

    /// Counts a request in; whoever is admitted is to be counted out by `end`.
    func begin(_ token: String, at now: ContinuousClock.Instant) -> Verdict {
        uses.withLock { uses in
            var use = uses[token] ?? Use(allowance: requestsPerSecond, at: now)
            let passed = (now - use.at) / .seconds(1)
            // At most one second's worth can be saved up.
            use.allowance = min(
                max(1, requestsPerSecond), use.allowance + passed * requestsPerSecond)
            use.at = now
            defer { uses[token] = use }
            if use.open >= openRequests { return .tooMany }
            if use.allowance < 1 {
                let wait = (1 - use.allowance) / requestsPerSecond
                return .tooFast(retryAfter: max(1, Int(wait.rounded(.up))))
            }
            use.allowance -= 1
            use.open += 1
            return .admitted
        }
    }

    func end(_ token: String) { uses.withLock { $0[token]?.open -= 1 } }
}
