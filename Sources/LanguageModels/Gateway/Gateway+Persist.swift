import HTTPClient

extension Gateway {
    /// Sends a request until it succeeds, fails for good, or the run's time is over.
    func persist<T: Sendable>(
        _ question: Question, _ estimate: TokenCount, _ server: Server, _ run: ModelRun,
        _ send: (Duration) async throws(ModelError) -> (T, TokenCount)
    ) async throws(ModelError) -> T {
        var attempt = 0
        while true {
            attempt += 1
            do {
                return try await once(question, attempt, estimate, server, run, send)
            } catch {
                guard let delay = error.delay else { throw error.error }
                let error = error.error
                if let left = run.timeLeft(now: pace.now()), left <= delay {
                    throw ModelError(
                        .deadline, "\(Self.deadlineOver.message). The last try: \(error.message)")
                }
                run.note(question.name) { $0.retries += 1 }
                await http.sleep(for: delay)
                if Task.isCancelled { throw Self.cancelled }
            }
        }
    }

    static let cancelled = ModelError(.cancelled, "the question was cancelled")

    /// One request that failed, and how long to wait before the next; nil gives up.
    private struct Failure: Error {
        let error: ModelError
        var delay: Duration?
    }

    private func once<T: Sendable>(
        _ question: Question, _ attempt: Int, _ estimate: TokenCount, _ server: Server,
        _ run: ModelRun, _ send: (Duration) async throws(ModelError) -> (T, TokenCount)
    ) async throws(Failure) -> T {
        do { try await server.lane.enter() } catch { throw Failure(error: error) }
        defer { server.lane.leave() }
        let price = server.provider.price
        let reserved = (tokens: estimate, cost: price.cost(of: estimate))
        let ticket: String?
        do { ticket = try await reserve(reserved, question.name, run) } catch {
            throw Failure(error: error)
        }
        var spent = TokenCount()
        defer {
            let cost = price.cost(of: spent)
            run.withAccount { $0.settle(reserved: reserved, spent: spent, cost: cost) }
            today.settle(
                ticket: ticket, spent: spent, cost: cost, model: question.name, date: pace.date())
        }
        let left = run.timeLeft(now: pace.now())
        if let left, left <= .zero { throw Failure(error: Self.deadlineOver) }
        do { try server.lane.askBreaker(now: pace.now()) } catch { throw Failure(error: error) }
        let start = pace.now()
        let timeout = min(question.timeout, left ?? question.timeout)
        do {
            let (value, tokens) = try await send(timeout)
            spent = tokens
            note(question, price, tokens, start, run)
            server.lane.report(nil, isFinal: true, now: pace.now())
            return value
        } catch {
            spent = Self.tokensSpent(on: error, estimate)
            note(question, price, spent, start, run)
            let isOver = error.code == .timedOut && timeout < question.timeout
            let error = isOver ? Self.deadlineOver : error
            let delay = server.provider.retry.delay(
                after: error, attempt: attempt, random: pace.random())
            server.lane.report(error, isFinal: delay == nil, now: pace.now())
            throw Failure(error: error, delay: delay)
        }
    }

    private func note(
        _ question: Question, _ price: Price, _ tokens: TokenCount, _ start: Duration,
        _ run: ModelRun
    ) {
        let time = pace.now() - start
        run.note(question.name) { usage in
            usage.requests += 1
            usage.tokens = usage.tokens + tokens
            usage.cost += price.cost(of: tokens)
            usage.time += time
        }
    }

    /// What a model worked for an answer that could not be used.
    private static func tokensSpent(on error: ModelError, _ estimate: TokenCount) -> TokenCount {
        switch error.code {
        case .truncated, .tooLarge: estimate
        case .badAnswer, .timedOut: TokenCount(prompt: estimate.prompt)
        default: TokenCount()
        }
    }

    /// Waits until both budgets have room.
    ///
    /// - Throws: `budgetSpent` where that cannot be, whatever those under way turn out to take.
    /// - Returns: the ticket of the day's reservation, where one is needed.
    private func reserve(
        _ wanted: (tokens: TokenCount, cost: Double), _ model: ModelName, _ run: ModelRun
    ) async throws(ModelError) -> String? {
        while true {
            if Task.isCancelled { throw Self.cancelled }
            let ofRun = run.withAccount { $0.ask(wanted.tokens, wanted.cost) }
            if ofRun == .refuse { throw Self.spent("run", wanted.tokens) }
            if ofRun == .go {
                let ofDay = today.reserve(
                    wanted.tokens, wanted.cost, model: model, date: pace.date())
                if ofDay.decision == .refuse { throw Self.spent("day", wanted.tokens) }
                if ofDay.decision == .go {
                    run.withAccount { $0.reserve(wanted.tokens, wanted.cost) }
                    return ofDay.ticket
                }
            }
            // One of those under way holds the rest of the budget: it is back in a moment.
            await http.sleep(for: .milliseconds(10))
        }
    }

    private static func spent(_ what: String, _ tokens: TokenCount) -> ModelError {
        ModelError(
            .budgetSpent,
            "the budget of the \(what) has no room for a question of up to \(tokens.total) tokens; "
                + "raise language_models: budget: in dormouse.yml, or lower max_tokens")
    }
}
