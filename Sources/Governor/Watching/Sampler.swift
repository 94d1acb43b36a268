internal import DuckDB
internal import Foundation
internal import Synchronization

/// The thread of a watch: looks again and again, and acts.
///
/// Statements that change the database's settings may wait for its threads, so they run on a queue
/// of their own and hold up no sample.
final class Sampler: Sendable {
    private struct State: Sendable {
        var connection: Connection?
        var lowered = LoweredSettings()
        var hasStopped = false
        var isActing = false
        /// What was decided while something is under way.
        var wanted: (checkpoint: Bool, standing: Set<DegradationStep>)?
    }

    private let options: WatchOptions
    private let reliever: Reliever
    private let state: Mutex<State>
    private let wake = NSCondition()
    private let done = DispatchGroup()
    private let actions = DispatchQueue(label: "governor.actions")

    init(_ connection: Connection, _ options: WatchOptions, _ reliever: Reliever) {
        self.options = options
        self.reliever = reliever
        state = Mutex(State(connection: connection))
    }

    func start(_ watch: WorkWatch) {
        done.enter()
        let done = done
        let thread = Thread { [weak watch, self] in
            // What it publishes is gone when the watch has ended.
            do {
                var observer = Observer(options)
                while wait() {
                    guard let watch else { break }
                    observer.look(self, watch)
                }
            }
            done.leave()
        }
        thread.name = "governor"
        thread.start()
    }

    /// - Returns: false where it has been stopped meanwhile.
    private func wait() -> Bool {
        wake.lock()
        defer { wake.unlock() }
        let until = Date(timeIntervalSinceNow: options.interval / .seconds(1))
        while !state.withLock({ $0.hasStopped }) {
            if !wake.wait(until: until) { return !state.withLock { $0.hasStopped } }
        }
        return false
    }

    func stop() {
        wake.lock()
        let isFirst = state.withLock { state in
            defer { state.hasStopped = true }
            return !state.hasStopped
        }
        wake.broadcast()
        wake.unlock()
        guard isFirst else { return }
        // The watch may go away on this very thread.
        if Thread.current.name != "governor" { done.wait() }
        actions.sync {
            state.withLock { state in
                if let connection = state.connection {
                    state.lowered.apply([], on: connection)
                }
                state.connection = nil
            }
        }
    }

    /// What DuckDB uses; nil where it cannot be asked.
    func engine() -> EngineUsage? {
        guard let connection = state.withLock({ $0.connection }) else { return nil }
        return try? EngineUsage(of: connection)
    }

    /// Takes the steps of a decision; what is decided while earlier ones are under way is done after
    /// them. Settings that cannot be changed now are changed with the next call.
    func act(_ decision: Degradation.Decision, _ standing: Set<DegradationStep>) {
        let mayBegin = state.withLock { state in
            guard !state.hasStopped else { return false }
            let asked = state.wanted?.checkpoint ?? false
            state.wanted = (asked || decision.begin.contains(.checkpoint), standing)
            defer { state.isActing = true }
            return !state.isActing
        }
        guard mayBegin else { return }
        actions.async { [self] in
            while let wanted = takeWanted() {
                guard let connection = state.withLock({ $0.connection }) else { continue }
                _ = reliever.whileNobodyIsRelieved {
                    var lowered = state.withLock { $0.lowered }
                    lowered.apply(wanted.standing, on: connection)
                    state.withLock { $0.lowered = lowered }
                }
                // While others write this is refused, and there is nothing to write into the file
                // yet.
                if wanted.checkpoint { try? connection.execute("CHECKPOINT") }
            }
        }
    }

    /// What is to be done next; nil where nothing is, and then nothing is under way.
    private func takeWanted() -> (checkpoint: Bool, standing: Set<DegradationStep>)? {
        state.withLock { state in
            defer { state.wanted = nil }
            state.isActing = state.wanted != nil
            return state.wanted
        }
    }
}
