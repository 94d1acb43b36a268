import Foundation
import Synchronization

/// What was spent on this day (in UTC) by all processes of a home, against the budget of a day.
///
/// Where there is a budget and a ledger, each request is written down before it is sent, as a
/// reservation, and settled when it has ended: several processes together stay within the budget.
final class DayAccount: Sendable {
    private struct State {
        var day: Int
        var account: Account
        /// By ticket; of all processes where there is a ledger.
        var reservations: [String: Line] = [:]
    }

    private typealias Line = UsageLedger.Line

    private let budget: Budget
    let ledger: UsageLedger?
    private let state: Mutex<State>
    /// A reservation older than this is of a process that ended without settling it.
    private static let longestReservation: TimeInterval = 3600

    /// - Parameter ledger: where requests are written down; nil counts this process only.
    init(budget: Budget, ledger: UsageLedger?, date: Date) {
        self.budget = budget
        self.ledger = ledger
        state = Mutex(State(day: Self.day(date), account: Account(budget: budget)))
    }

    private static let tickets = Atomic<UInt64>(0)
    /// Tells this process from an earlier one of the same number.
    private static let start = Int(Date().timeIntervalSince1970 * 1000)

    /// `4711-8237461-1`: the process, when it began to reserve, and a number.
    private static func nextTicket() -> String {
        let number = tickets.wrappingAdd(1, ordering: .relaxed).newValue
        return "\(getpid())-\(start)-\(number)"
    }

    /// Days since 1970.
    static func day(_ date: Date) -> Int {
        Int((date.timeIntervalSince1970 / 86_400).rounded(.down))
    }

    /// What was spent so far, and what is left.
    func standing(date: Date) -> (spent: TokenCount, cost: Double, left: Budget) {
        state.withLock { state in
            turn(&state, date)
            if let news = ledger?.news() { read(news.lines, news.fromStart, into: &state) }
            let account = state.account
            return (
                account.spent, account.cost,
                Budget(
                    tokens: budget.tokens.map { max(0, $0 - account.spent.total) },
                    cost: budget.cost.map { max(0, $0 - account.cost) })
            )
        }
    }

    /// Sets aside what a request may come to, where there is room for it.
    ///
    /// - Returns: the decision, and where it is `go` the ticket to settle.
    func reserve(_ tokens: TokenCount, _ cost: Double, model: ModelName, date: Date) -> (
        decision: Account.Decision, ticket: String?
    ) {
        guard budget != .unlimited else { return (.go, nil) }
        return state.withLock { state in
            turn(&state, date)
            var line = Line(time: date, model: model, tokens: tokens, cost: cost)
            line.ticket = Self.nextTicket()
            line.isReservation = true
            var decision = Account.Decision.refuse
            func decide() -> Line? {
                decision = state.account.ask(tokens, cost)
                if decision == .wait, release(&state, now: date) {
                    decision = state.account.ask(tokens, cost)
                }
                return decision == .go ? line : nil
            }
            let isWritten = ledger?.transact { news, fromStart in
                read(news, fromStart, into: &state)
                return decide()
            }
            // Without a file this process counts by itself.
            if isWritten != true, decide() != nil { take(line, into: &state) }
            return (decision, decision == .go ? line.ticket : nil)
        }
    }

    /// Books what a request came to, and gives back what was set aside for it.
    func settle(
        ticket: String?, spent: TokenCount, cost: Double, model: ModelName, date: Date
    ) {
        guard ticket != nil || spent.total > 0 else { return }
        var line = Line(time: date, model: model, tokens: spent, cost: cost)
        line.ticket = ticket
        // With a ledger what was spent comes from there, once: it holds other processes' too.
        if let ledger { ledger.append(line) } else { state.withLock { take(line, into: &$0) } }
    }

    /// A new day begins with nothing spent; what is under way stays reserved.
    private func turn(_ state: inout State, _ date: Date) {
        let day = Self.day(date)
        guard day != state.day else { return }
        state.day = day
        state.account.beginAnew()
    }

    private func read(_ lines: [Line], _ fromStart: Bool, into state: inout State) {
        if fromStart {
            state.account = Account(budget: budget)
            state.reservations = [:]
        }
        for line in lines { take(line, into: &state) }
    }

    private func take(_ line: Line, into state: inout State) {
        if line.isReservation {
            guard let ticket = line.ticket else { return }
            state.reservations[ticket] = line
            state.account.reserve(line.tokens, line.cost)
            return
        }
        let reserved = line.ticket.flatMap { state.reservations.removeValue(forKey: $0) }
        let isToday = Self.day(line.time) == state.day
        state.account.settle(
            reserved: (reserved?.tokens ?? TokenCount(), reserved?.cost ?? 0),
            spent: isToday ? line.tokens : TokenCount(), cost: isToday ? line.cost : 0)
    }

    /// Gives back what processes reserved that have ended meanwhile.
    ///
    /// - Returns: whether there was any.
    private func release(_ state: inout State, now: Date) -> Bool {
        let dead = state.reservations.values.filter { line in
            let process = line.ticket?.split(separator: "-").first.flatMap { Int32($0) } ?? 0
            return now.timeIntervalSince(line.time) > Self.longestReservation
                || (process > 0 && kill(process, 0) != 0 && errno == ESRCH)
        }
        for line in dead {
            guard let ticket = line.ticket else { continue }
            state.reservations[ticket] = nil
            state.account.settle(
                reserved: (line.tokens, line.cost), spent: TokenCount(), cost: 0)
        }
        return !dead.isEmpty
    }
}
