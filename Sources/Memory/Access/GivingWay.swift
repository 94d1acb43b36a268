import DuckDB
import Foundation
import Synchronization

/// A sleep gives way to whoever waits until nobody sleeps (`SleepWish`), in this process or another:
/// who asks for an erasure is not to wait for hours, nor to be sent away. The sleep stops where it
/// is, what it has completed stands, and it goes on when nobody waits any more.
///
/// It first completes a cycle, or works for a while: two seconds before it gives way for the first
/// time, and twice as long each time, so that many erasures one after the other do not keep it from
/// ever ending a cycle.
final class GivingWay: Sendable {
    /// The sleep stopped, as it was asked to.
    struct Asked: Error {}

    private struct State {
        /// When a sleep that runs may be asked; nil while none runs.
        var notBefore: ContinuousClock.Instant?
        /// What computes a model now.
        var connection: Connection?
        var isAsked = false
        /// How often it gave way since it last completed a cycle.
        var timesInARow = 0

        var isDue: Bool { notBefore.map { $0 <= .now } ?? false }

        mutating func stop() {
            isAsked = true
            timesInARow += 1
        }
    }

    private let state = Mutex(State())
    private let isWanted: @Sendable () -> Bool
    private let leastWork: Duration
    /// How long a sleep that gave way waits for the others: what it has yet to do is not to be lost.
    static let patience: Duration = .seconds(600)
    private static let glance: Duration = .milliseconds(100)
    /// It works for the eighth part of `leastWork` at first, and for all of it from the fourth time on.
    private static let doublings = 3

    /// - Parameters:
    ///   - isWanted: whether somebody waits until nobody sleeps.
    ///   - leastWork: how long a sleep may keep them waiting that completes no cycle.
    init(leastWork: Duration = .seconds(15), isWanted: @escaping @Sendable () -> Bool) {
        self.leastWork = leastWork
        self.isWanted = isWanted
    }

    /// Runs a sleep that can be asked to stop.
    func sleeping<T>(_ body: () throws -> T) rethrows -> T {
        state.withLock {
            let halvings = max(0, Self.doublings - $0.timesInARow)
            $0.notBefore = .now + leastWork / (1 << halvings)
            $0.isAsked = false
        }
        defer { state.withLock { $0.notBefore = nil } }
        let glances = Ticker(every: Self.glance) { [weak self] in self?.look() }
        defer { withExtendedLifetime(glances) {} }
        return try body()
    }

    /// Whether the sleep that runs was asked to stop.
    var isAsked: Bool { state.withLock(\.isAsked) }

    /// Between two cycles: now it may stop at once.
    func completedCycle() {
        state.withLock {
            $0.timesInARow = 0
            if $0.notBefore != nil { $0.notBefore = .now }
        }
    }

    /// Runs models, whose statements may be interrupted.
    func computing<T>(on connection: Connection, _ body: () throws -> T) rethrows -> T {
        state.withLock { $0.connection = connection }
        defer { state.withLock { $0.connection = nil } }
        return try body()
    }

    /// Before each model, and each part of what a sleep does besides.
    ///
    /// - Throws: `Asked` where it is time to stop.
    func pass() throws(Asked) {
        let isWanted = isWanted()
        let mustStop = state.withLock { state in
            if isWanted, state.isDue, !state.isAsked { state.stop() }
            return state.isAsked
        }
        if mustStop { throw Asked() }
    }

    /// Interrupts what is computed, where it is time to stop.
    private func look() {
        guard state.withLock({ $0.isDue && !$0.isAsked && $0.connection != nil }), isWanted() else {
            return
        }
        state.withLock { state in
            guard state.isDue, !state.isAsked, let connection = state.connection else { return }
            state.stop()
            connection.interrupt()
        }
    }

    /// Waits until nobody waits any more.
    func waitForOthers() {
        let end = ContinuousClock.now + Self.patience
        while isWanted(), ContinuousClock.now < end { usleep(10_000) }
    }
}
