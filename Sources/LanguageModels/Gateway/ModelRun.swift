import Hashing
import Synchronization

/// One piece of work that uses language models: a statement, a sleep, a run of a project.
///
/// Within a run an identical question is asked once, failures included; its budget and deadline
/// hold for all of it.
public final class ModelRun: Sendable {
    public struct Options: Sendable {
        public var budget: Budget
        /// For everything together, from the beginning of the run.
        public var deadline: Duration?
        /// Nothing is sent: questions are counted, and answered with nothing.
        public var isDryRun: Bool

        public init(
            budget: Budget = .unlimited, deadline: Duration? = nil, isDryRun: Bool = false
        ) {
            self.budget = budget
            self.deadline = deadline
            self.isDryRun = isDryRun
        }
    }

    /// A question that got no answer. It holds nothing of the prompt.
    public struct Failure: Sendable, Hashable {
        public let model: ModelName
        public let error: ModelError
    }

    private struct State {
        var account: Account
        var usage: [ModelName: Usage] = [:]
        /// Answers that no cache keeps, and failures.
        var settled: [Digest: Swift.Result<Answer, ModelError>] = [:]
        var planned: Set<Digest> = []
        var failures: [Failure] = []
    }

    public let options: Options
    /// On the gateway's clock.
    let end: Duration?
    private let state: Mutex<State>

    init(options: Options, now: Duration) {
        self.options = options
        end = options.deadline.map { now + $0 }
        state = Mutex(State(account: Account(budget: options.budget)))
    }

    /// What was asked so far, by model.
    public var usage: [ModelName: Usage] { state.withLock { $0.usage } }

    /// The questions that got no answer, in the order they failed; the first thousand.
    public var failures: [Failure] { state.withLock { $0.failures } }

    /// What is left of the run's budget.
    public var left: Budget {
        state.withLock { state in
            Budget(
                tokens: options.budget.tokens.map { max(0, $0 - state.account.spent.total) },
                cost: options.budget.cost.map { max(0, $0 - state.account.cost) })
        }
    }

    func timeLeft(now: Duration) -> Duration? { end.map { $0 - now } }

    func note(_ model: ModelName, _ change: (inout Usage) -> Void) {
        state.withLock { change(&$0.usage[model, default: Usage()]) }
    }

    func settled(_ key: Digest) -> Swift.Result<Answer, ModelError>? {
        state.withLock { $0.settled[key] }
    }

    /// Keeps an outcome for the rest of the run.
    func settle(_ key: Digest, _ result: Swift.Result<Answer, ModelError>, of model: ModelName) {
        state.withLock { state in
            guard state.settled.updateValue(result, forKey: key) == nil else { return }
            guard case .failure(let error) = result else { return }
            state.usage[model, default: Usage()].failures += 1
            if state.failures.count < 1000 {
                state.failures.append(Failure(model: model, error: error))
            }
        }
    }

    /// Counts a question once that would be asked.
    func plan(_ key: Digest, _ model: ModelName, _ tokens: TokenCount, _ cost: Double) {
        state.withLock { state in
            guard state.planned.insert(key).inserted else { return }
            state.usage[model, default: Usage()].planned += 1
            state.usage[model, default: Usage()].plannedTokens =
                state.usage[model, default: Usage()].plannedTokens + tokens
            state.usage[model, default: Usage()].plannedCost += cost
        }
    }

    func withAccount<R>(_ body: (inout Account) -> R) -> R {
        state.withLock { body(&$0.account) }
    }
}
