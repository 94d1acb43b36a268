import DuckDB
import Foundation
import Synchronization

/// Several writers' changes in one transaction, so that one wait for the disk serves them all.
///
/// Guarantees: when `run` returns, the change is on disk; when it throws, nothing of it is. A change
/// that fails takes no other one with it. Whoever comes while a transaction is written goes into the
/// next one, together with all others who came.
final class CommitGroup: Sendable {
    private struct State {
        var waiting: [Change] = []
        var isLed = false
    }

    private let state = Mutex(State())

    /// Runs `body` in a transaction, maybe with those of others, maybe on the thread of one of them,
    /// and maybe twice: where another one's fails, all are rolled back and run one by one.
    func run<T>(on connection: Connection, _ body: (Connection) throws -> T) throws -> T {
        var made: T?
        func make(_ connection: Connection) throws { made = try body(connection) }
        try withoutActuallyEscaping(make) { (make) throws in
            let change = Change(make)
            let leads = state.withLock { state in
                if state.isLed {
                    state.waiting.append(change)
                    return false
                }
                state.isLed = true
                return true
            }
            if leads || change.waitsToLead() { lead(change, on: connection) }
            try change.result()
        }
        guard let made else { throw MemoryError(.storage, "a transaction made nothing") }
        return made
    }

    private func lead(_ mine: Change, on connection: Connection) {
        let others = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        write([mine] + others, on: connection)
        for change in [mine] + others { change.end() }
        let next = state.withLock { state in
            state.isLed = !state.waiting.isEmpty
            return state.waiting.isEmpty ? nil : state.waiting.removeFirst()
        }
        for other in others { other.wake(leads: false) }
        next?.wake(leads: true)
    }

    private func write(_ group: [Change], on connection: Connection) {
        do {
            try connection.transaction { for change in group { try change.make(on: connection) } }
            for change in group { change.outcome = .success(()) }
        } catch {
            if group.count == 1 {
                group[0].outcome = .failure(error)
                return
            }
            for change in group {
                change.outcome = Swift.Result {
                    try connection.transaction { try change.make(on: connection) }
                }
            }
        }
    }
}

/// What one writer wants.
private final class Change: @unchecked Sendable {
    // Sendable: whoever made it touches it before it waits and after it was woken; in between one
    // leader does.
    private var body: ((Connection) throws -> Void)?
    var outcome: Swift.Result<Void, any Error> = .success(())
    private var leads = false
    private let woken = DispatchSemaphore(value: 0)

    init(_ body: @escaping (Connection) throws -> Void) { self.body = body }

    func make(on connection: Connection) throws { try body?(connection) }

    /// It is done: nothing of whoever made it is held on to.
    func end() { body = nil }

    /// Waits until it was done, or is to lead.
    func waitsToLead() -> Bool {
        woken.wait()
        return leads
    }

    func wake(leads: Bool) {
        self.leads = leads
        woken.signal()
    }

    func result() throws { try outcome.get() }
}
