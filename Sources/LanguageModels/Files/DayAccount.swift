import Foundation
import Inference
import Synchronization

/// What was spent on this day (in UTC) by all processes of a home, against the budget of a day.
final class DayAccount: Sendable {
    private struct State {
        var day: Int
        var account: Account
    }

    private let budget: Budget
    let ledger: UsageLedger?
    private let state: Mutex<State>

    /// - Parameter ledger: where requests are written down; nil counts this process only.
    init(budget: Budget, ledger: UsageLedger?, date: Date) {
        self.budget = budget
        self.ledger = ledger
        state = Mutex(State(day: Self.day(date), account: Account(budget: budget)))
    }

    /// Days since 1970.
    static func day(_ date: Date) -> Int {
        Int((date.timeIntervalSince1970 / 86_400).rounded(.down))
    }

    /// What was spent so far, and what is left.
    func standing(date: Date) -> (spent: TokenCount, cost: Double, left: Budget) {
        state.withLock { state in
            turn(&state, date)
            let account = state.account
            return (
                account.spent, account.cost,
                Budget(
                    tokens: budget.tokens.map { max(0, $0 - account.spent.total) },
                    cost: budget.cost.map { max(0, $0 - account.cost) })
            )
        }
    }

    func ask(_ tokens: TokenCount, _ cost: Double, date: Date) -> Account.Decision {
        guard budget != .unlimited else { return .go }
        return state.withLock { state in
            turn(&state, date)
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
        if let ledger, spent.total > 0 {
            ledger.append(.init(time: date, model: model, tokens: spent, cost: cost))
        }
        state.withLock { state in
            // With a ledger what was spent comes from there, once: it holds other processes' too.
            let isCounted = ledger == nil
            state.account.settle(
                reserved: reserved, spent: isCounted ? spent : TokenCount(),
                cost: isCounted ? cost : 0)
        }
    }

    /// A new day begins with nothing spent; what is under way stays reserved.
    private func turn(_ state: inout State, _ date: Date) {
        let day = Self.day(date)
        if day != state.day {
            state.day = day
            state.account.beginAnew()
        }
        guard let news = ledger?.news() else { return }
        if news.fromStart { state.account.beginAnew() }
        for line in news.lines where Self.day(line.time) == day {
            state.account.settle(
                reserved: (TokenCount(), 0), spent: line.tokens, cost: line.cost)
        }
    }
}
