internal import Foundation
internal import Synchronization

/// Lets so many pieces of work run at once; the others wait, the most urgent first and among those
/// the one that came first.
///
/// Waiting blocks the thread, so wait only where blocking is allowed.
public final class AdmissionQueue: Sendable {
    /// What a piece of work that waits is told.
    public struct Place: Sendable, Equatable {
        /// 1 is the next.
        public let position: Int
        /// By how long the last ones took; nil where none has ended yet.
        public let expected: Duration?
    }

    private struct Waiting: Sendable {
        let id: Int
        let priority: Priority
        let gate: DispatchSemaphore
        let onPlace: @Sendable (Place) -> Void
    }

    private struct State: Sendable {
        var running = 0
        var isPaused = false
        var nextID = 0
        var waiting: [Waiting] = []
        var lastDurations: [Duration] = []
    }

    private let limit: Int
    private let now: @Sendable () -> Duration
    private let state = Mutex(State())

    /// - Parameters:
    ///   - limit: how many run at once, 1 or more.
    ///   - now: the clock.
    public init(limit: Int, now: @escaping @Sendable () -> Duration) {
        self.limit = max(1, limit)
        self.now = now
    }

    /// How many run, and how many wait.
    public var counts: (running: Int, waiting: Int) {
        state.withLock { ($0.running, $0.waiting.count) }
    }

    /// Does the work when its turn comes.
    ///
    /// - Parameters:
    ///   - patience: how long it may wait.
    ///   - onPlace: is told the place in the queue, when waiting begins and whenever it changes.
    /// - Throws: `notAdmitted` where the wait is over, and what the work throws.
    public func perform<T>(
        _ priority: Priority, patience: Duration = .seconds(3600),
        onPlace: @escaping @Sendable (Place) -> Void = { _ in }, _ work: () throws -> T
    ) throws -> T {
        try enter(priority, patience, onPlace)
        let start = now()
        defer { leave(after: now() - start) }
        return try work()
    }

    /// Nothing more is let in until `resume`; what runs goes on.
    public func pause() { state.withLock { $0.isPaused = true } }

    public func resume() {
        let admitted = state.withLock { state in
            state.isPaused = false
            return admit(&state)
        }
        tell(admitted)
    }

    private func enter(
        _ priority: Priority, _ patience: Duration, _ onPlace: @escaping @Sendable (Place) -> Void
    ) throws {
        let (waiting, place): (Waiting?, Place?) = state.withLock { state in
            if state.running < limit, state.waiting.isEmpty, !state.isPaused {
                state.running += 1
                return (nil, nil)
            }
            let waiting = Waiting(
                id: state.nextID, priority: priority, gate: DispatchSemaphore(value: 0),
                onPlace: onPlace)
            state.nextID += 1
            let index =
                state.waiting.firstIndex { $0.priority > priority } ?? state.waiting.endIndex
            state.waiting.insert(waiting, at: index)
            return (waiting, self.place(at: index, state))
        }
        guard let waiting else { return }
        if let place { onPlace(place) }
        let seconds = patience / .seconds(1)
        if waiting.gate.wait(timeout: .now() + seconds) == .success { return }
        let gaveUp = state.withLock { state in
            guard let index = state.waiting.firstIndex(where: { $0.id == waiting.id }) else {
                return false
            }
            state.waiting.remove(at: index)
            return true
        }
        // Between the end of the wait and the look at the queue its turn may have come.
        guard gaveUp else { return }
        throw GovernorError(
            .notAdmitted,
            "no turn came within \(Int(seconds)) s: \(limit) pieces of work run at once; wait for "
                + "them, or allow more with governor: statements in dormouse.yml")
    }

    private func leave(after duration: Duration) {
        let admitted = state.withLock { state in
            state.running -= 1
            state.lastDurations = state.lastDurations.suffix(7) + [duration]
            return admit(&state)
        }
        tell(admitted)
    }

    /// Gives free places to who waits.
    private func admit(_ state: inout State) -> [(Waiting, Place)] {
        while !state.isPaused, state.running < limit, !state.waiting.isEmpty {
            state.running += 1
            state.waiting.removeFirst().gate.signal()
        }
        return state.waiting.indices.map { (state.waiting[$0], place(at: $0, state)) }
    }

    private func tell(_ waiting: [(Waiting, Place)]) {
        for (waiting, place) in waiting { waiting.onPlace(place) }
    }

    private func place(at index: Int, _ state: State) -> Place {
        let known = state.lastDurations
        let mean = known.isEmpty ? nil : known.reduce(.zero, +) / known.count
        return Place(position: index + 1, expected: mean.map { $0 * (index / limit + 1) })
    }
}
