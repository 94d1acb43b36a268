import Foundation
import Inference
import Synchronization

/// What was spent on this day (in UTC), against the budget of a day.
final class DayAccount: Sendable {
    private struct State {
        var day: Int
        var account: Account
    }

    private let budget: Budget
    private let state: Mutex<State>

    init(budget: Budget, date: Date) {
        self.budget = budget
        state = Mutex(State(day: Self.day(date), account: Account(budget: budget)))
    }

    /// Days since 1970.
    static func day(_ date: Date) -> Int {
        Int((date.timeIntervalSince1970 / 86_400).rounded(.down))
    }

    func ask(_ tokens: TokenCount, _ cost: Double, date: Date) -> Account.Decision {
        state.withLock { state in
            turn(&state, to: Self.day(date))
            return state.account.ask(tokens, cost)
        }
    }

    func reserve(_ tokens: TokenCount, _ cost: Double) {
        state.withLock { $0.account.reserve(tokens, cost) }
    }

    func settle(
        reserved: (tokens: TokenCount, cost: Double), spent: TokenCount, cost: Double,
        model: ModelName, date: Date
    ) {
        state.withLock { $0.account.settle(reserved: reserved, spent: spent, cost: cost) }
    }

    /// A new day begins with nothing spent; what is under way stays reserved.
    private func turn(_ state: inout State, to day: Int) {
        guard day != state.day else { return }
        state.day = day
        state.account.beginAnew()
    }
}
