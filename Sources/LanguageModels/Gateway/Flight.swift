import Foundation
import Hashing
import Synchronization

/// A question under way. Those who ask the same meanwhile wait for the same answer; when the last
/// of them gives up, the request is ended.
final class Flight: Sendable {
    typealias Outcome = Swift.Result<Answer, ModelError>

    private struct State {
        var waiting: [ObjectIdentifier: Waiter] = [:]
        var runs: [ModelRun] = []
        var outcome: Outcome?
        var task: SharedTask?
        var isAbandoned = false
    }

    let key: Digest
    let question: Question
    /// Whose deadline and budget it flies under.
    let run: ModelRun
    private let state = Mutex(State())

    init(_ question: Question, key: Digest, run: ModelRun) {
        self.question = question
        self.key = key
        self.run = run
    }

    var outcome: Outcome? { state.withLock { $0.outcome } }

    /// The runs that wait or waited for it.
    var runs: [ModelRun] { state.withLock { $0.runs } }

    /// False where it has been given up, and will have no answer.
    func join(_ waiter: Waiter, _ run: ModelRun) -> Bool {
        let outcome: (isJoined: Bool, isDone: Bool) = state.withLock { state in
            if state.isAbandoned { return (false, false) }
            if !state.runs.contains(where: { $0 === run }) { state.runs.append(run) }
            if state.outcome != nil { return (true, true) }
            state.waiting[ObjectIdentifier(waiter)] = waiter
            return (true, false)
        }
        if outcome.isJoined && !outcome.isDone { waiter.expect() }
        return outcome.isJoined
    }

    /// The waiter no longer wants the answer.
    func leave(_ waiter: Waiter) {
        let task: SharedTask? = state.withLock { state in
            guard state.waiting.removeValue(forKey: ObjectIdentifier(waiter)) != nil,
                state.waiting.isEmpty, state.outcome == nil
            else { return nil }
            state.isAbandoned = true
            return state.task
        }
        task?.release()
    }

    func carry(_ task: SharedTask) {
        let isAbandoned = state.withLock { state in
            state.task = task
            return state.isAbandoned
        }
        if isAbandoned { task.release() }
    }

    func land(_ outcome: Outcome) {
        let waiters = state.withLock { state in
            state.outcome = outcome
            state.task = nil
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for waiter in waiters { waiter.arrive() }
    }
}

/// A thread that waits for a number of flights.
final class Waiter: @unchecked Sendable {
    // Sendable: `missing` is guarded by the condition.
    private let condition = NSCondition()
    private var missing = 0

    func expect() {
        condition.lock()
        missing += 1
        condition.unlock()
    }

    func arrive() {
        condition.lock()
        missing -= 1
        if missing <= 0 { condition.signal() }
        condition.unlock()
    }

    /// Blocks until all have arrived or the check says to stop. The engine cannot wake us when a
    /// statement is interrupted, so the check is asked every 20 ms.
    ///
    /// - Returns: whether all arrived.
    func wait(orUntil shouldStop: () -> Bool) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        while missing > 0 {
            if shouldStop() { return false }
            _ = condition.wait(until: Date(timeIntervalSinceNow: 0.02))
        }
        return true
    }
}
