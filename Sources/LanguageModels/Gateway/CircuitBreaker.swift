/// Leaves a server alone that has failed many times in a row, and tries it with one request after
/// a while (Nygard, Release It!, 2007).
struct CircuitBreaker: Sendable {
    enum State: Sendable, Hashable {
        case closed
        /// Nothing is asked before this time.
        case open(until: Duration)
        /// One request is under way to see whether the server is back.
        case halfOpen
    }

    enum Decision: Hashable {
        case go
        /// Not before this time has passed.
        case refuse(Duration)
    }

    /// So many failures in a row open it.
    var threshold = 10
    /// How long it stays open the first time; twice as long each further time, up to the longest.
    var rest: Duration = .seconds(10)
    var longestRest: Duration = .seconds(120)

    private(set) var state = State.closed
    private var failures = 0
    private var timesOpened = 0

    /// - Parameter now: any clock that only goes forward.
    mutating func ask(now: Duration) -> Decision {
        switch state {
        case .closed: return .go
        case .halfOpen: return .refuse(.zero)
        case .open(let until):
            guard now >= until else { return .refuse(until - now) }
            state = .halfOpen
            return .go
        }
    }

    mutating func succeeded() {
        state = .closed
        failures = 0
        timesOpened = 0
    }

    mutating func failed(now: Duration) {
        failures += 1
        // What was under way when it opened fails too: that says nothing new.
        if case .open = state { return }
        guard state == .halfOpen || failures >= threshold else { return }
        let wait = min(rest * (1 << min(timesOpened, 16)), longestRest)
        timesOpened += 1
        state = .open(until: now + wait)
    }

    /// A request ended without saying anything of the server, as a cancelled one.
    mutating func undecided(now: Duration) {
        if state == .halfOpen { state = .open(until: now) }
    }
}
