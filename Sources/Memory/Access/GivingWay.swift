import DuckDB
import Foundation
import Synchronization

/// A sleep gives way to whoever wants to erase something in the same process: who asks for that is
/// not to wait for hours, nor to be sent away. The sleep stops where it is, what it has completed
/// stands, and it goes on when nothing waits any more.
///
/// It first completes a cycle, or works for a while, so that many erasures one after the other do not
/// keep it from ever ending one.
final class GivingWay: Sendable {
    /// The sleep stopped, as it was asked to.
    struct Asked: Error {}

    private struct State {
        var waiting = 0
        /// When a sleep that runs may be asked; nil while none runs.
        var notBefore: ContinuousClock.Instant?
        /// What computes a model now.
        var connection: Connection?
        var isAsked = false

        var isDue: Bool { notBefore.map { $0 <= .now } ?? false }
    }

    private let state = Mutex(State())
    private let leastWork: Duration
    /// How long a sleep and erasures wait for each other.
    let patience: Duration

    init(leastWork: Duration = .seconds(15), patience: Duration = .seconds(60)) {
        self.leastWork = leastWork
        self.patience = patience
    }

    // MARK: the sleep

    /// Runs a sleep that can be asked to stop.
    func sleeping<T>(_ body: () throws -> T) rethrows -> T {
        state.withLock {
            $0.notBefore = .now + leastWork
            $0.isAsked = false
        }
        defer { state.withLock { $0.notBefore = nil } }
        return try body()
    }

    /// Whether the sleep that runs was asked to stop.
    var isAsked: Bool { state.withLock(\.isAsked) }

    /// Between two cycles: now it may stop at once.
    func completedCycle() { state.withLock { if $0.notBefore != nil { $0.notBefore = .now } } }

    /// Runs models, whose statements may be interrupted.
    func computing<T>(on connection: Connection, _ body: () throws -> T) rethrows -> T {
        state.withLock { $0.connection = connection }
        defer { state.withLock { $0.connection = nil } }
        return try body()
    }

    /// Before each model.
    ///
    /// - Throws: `Asked` where it is time to stop.
    func pass() throws {
        let mustStop = state.withLock { state in
            if state.waiting > 0, state.isDue { state.isAsked = true }
            return state.isAsked
        }
        if mustStop { throw Asked() }
    }

    /// Waits until nobody waits any more.
    func waitForOthers() {
        let end = ContinuousClock.now + patience
        while state.withLock({ $0.waiting > 0 }), ContinuousClock.now < end { usleep(10_000) }
    }

    // MARK: the erasure

    /// Runs `body`, which waits until nobody sleeps.
    ///
    /// - Parameter body: gets what to call while it waits.
    func erasing<T>(
        _ body: (_ whileBusy: @escaping () -> Void) throws(MemoryError) -> T
    ) throws(MemoryError) -> T {
        state.withLock { $0.waiting += 1 }
        defer { state.withLock { $0.waiting -= 1 } }
        return try body { [self] in
            state.withLock { state in
                guard state.isDue, !state.isAsked, let connection = state.connection else { return }
                state.isAsked = true
                connection.interrupt()
            }
        }
    }
}
