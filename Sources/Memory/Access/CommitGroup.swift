import Foundation
import Synchronization

/// What several threads want written, in one transaction, so that one wait for the disk serves them
/// all.
///
/// Guarantees: when `run` returns, the item is on disk; when it throws, nothing of it is. An item
/// that fails takes no other one with it. Whoever comes while a transaction is written goes into the
/// next one, together with all others who came.
final class CommitGroup<Item>: Sendable {
    private struct State {
        var waiting: [Waiter<Item>] = []
        var isLed = false
    }

    private let state = Mutex(State())

    /// Has `item` written, maybe with those of others, maybe on the thread of one of them, and maybe
    /// twice: where another one's fails, nothing is kept of any, and they are written one by one.
    ///
    /// - Parameter write: writes items in one transaction, in their order.
    func run(_ item: Item, write: ([Item]) throws -> Void) throws {
        let mine = Waiter(item)
        let leads = state.withLock { state in
            if state.isLed {
                state.waiting.append(mine)
                return false
            }
            state.isLed = true
            return true
        }
        if leads || mine.waitsToLead() { lead(mine, write) }
        try mine.result()
    }

    private func lead(_ mine: Waiter<Item>, _ write: ([Item]) throws -> Void) {
        let others = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        writeTogether([mine] + others, write)
        for waiter in [mine] + others { waiter.end() }
        let next = state.withLock { state in
            state.isLed = !state.waiting.isEmpty
            return state.waiting.isEmpty ? nil : state.waiting.removeFirst()
        }
        for other in others { other.wake(leads: false) }
        next?.wake(leads: true)
    }

    private func writeTogether(_ group: [Waiter<Item>], _ write: ([Item]) throws -> Void) {
        do {
            try write(group.compactMap(\.item))
        } catch {
            if group.count == 1 {
                group[0].outcome = .failure(error)
                return
            }
            for waiter in group {
                waiter.outcome = Result { try write([waiter.item].compactMap(\.self)) }
            }
        }
    }
}

/// Who wants something written.
private final class Waiter<Item>: @unchecked Sendable {
    // Sendable: whoever made it touches it before it waits and after it was woken; in between one
    // leader does.
    private(set) var item: Item?
    var outcome: Result<Void, any Error> = .success(())
    private var leads = false
    private let woken = DispatchSemaphore(value: 0)

    init(_ item: Item) { self.item = item }

    /// It is done: nothing of whoever made it is held on to.
    func end() { item = nil }

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
