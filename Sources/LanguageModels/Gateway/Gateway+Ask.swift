import HTTPClient
import Hashing
import Synchronization

extension Gateway {
    /// Asks all questions at once and blocks until each has an answer or an error.
    ///
    /// The answers stand in the order of the questions. Equal questions, here or under way
    /// elsewhere, are asked once.
    ///
    /// - Parameter shouldStop: asked every 20 ms; true gives up what has no answer yet, and ends
    ///   the requests that nobody else waits for.
    public func ask(
        _ questions: [Question], in run: ModelRun, shouldStop: () -> Bool = { false }
    ) -> [Swift.Result<Answer, ModelError>] {
        let waiter = Waiter()
        var boarded: [(index: Int, boarding: Boarding)] = []
        var new: [Flight] = []
        var cached: [ModelName: Int] = [:]
        for (index, question) in questions.enumerated() {
            let boarding = board(question, run, waiter)
            switch boarding {
            case .flight(let flight, isNew: true): new.append(flight)
            case .cached: cached[question.name, default: 0] += 1
            default: break
            }
            boarded.append((index, boarding))
        }
        note(cached, run)
        launch(new)
        let arrived = waiter.wait { shouldStop() || isOver(run) }
        var results = [Swift.Result<Answer, ModelError>](
            repeating: .failure(ModelError(.cancelled, "the question was cancelled")),
            count: questions.count)
        for (index, boarding) in boarded {
            switch boarding {
            case .known(let result): results[index] = result
            case .cached(let answer): results[index] = .success(answer)
            case .flight(let flight, _):
                if let outcome = flight.outcome {
                    results[index] = outcome
                } else if !arrived {
                    flight.leave(waiter)
                    if isOver(run) { results[index] = .failure(Self.deadlineOver) }
                }
                // Another run's limits ended it, not ours.
                if case .failure(let error) = results[index], flight.run !== run,
                    [.deadline, .budgetSpent, .cancelled].contains(error.code), !shouldStop(),
                    !isOver(run)
                {
                    results[index] = ask([questions[index]], in: run, shouldStop: shouldStop)[0]
                }
            }
        }
        return results
    }

    static let deadlineOver = ModelError(
        .deadline, "the time of the whole run is over; give it more, or ask for less")

    private func isOver(_ run: ModelRun) -> Bool { run.end.map { pace.now() >= $0 } ?? false }

    enum Boarding {
        case cached(Answer)
        case known(Swift.Result<Answer, ModelError>)
        case flight(Flight, isNew: Bool)
    }

    private func board(_ question: Question, _ run: ModelRun, _ waiter: Waiter) -> Boarding {
        let server: Server
        do { server = try self.server(question.provider) } catch { return .known(.failure(error)) }
        let name = question.name
        let key = question.key(server: server.provider.server)
        if let known = known(key, question, run, name) { return known }
        if run.options.isDryRun {
            let tokens = question.tokenEstimate
            run.plan(key, name, tokens, server.provider.price.cost(of: tokens))
            return .known(.failure(ModelError(.dryRun, "nothing is asked: this only counts")))
        }
        return flights.withLock { flights in
            if let flight = flights[key], flight.join(waiter, run) {
                run.note(name) { $0.shared += 1 }
                return .flight(flight, isNew: false)
            }
            // It may have landed between the two looks.
            if let known = known(key, question, run, name) { return known }
            let flight = Flight(question, key: key, run: run)
            _ = flight.join(waiter, run)
            flights[key] = flight
            return .flight(flight, isNew: true)
        }
    }

    private func known(
        _ key: Digest, _ question: Question, _ run: ModelRun, _ name: ModelName
    ) -> Boarding? {
        if let settled = run.settled(key) {
            run.note(name) { $0.shared += 1 }
            return .known(settled)
        }
        guard question.isCached, let answer = cache.answer(key) else { return nil }
        return .cached(answer)
    }

    private func note(_ cached: [ModelName: Int], _ run: ModelRun) {
        for (name, count) in cached {
            run.note(name) { $0.cached += count }
            // Once for a block of rows: a line each would cost more than the answers.
            if !run.options.isDryRun {
                ledger?.append(.init(time: pace.date(), model: name, cached: count))
            }
        }
    }

    /// Starts the flights: each its own task, but for vectors of one model, which go together
    /// where the server numbers them.
    private func launch(_ new: [Flight]) {
        var lots: [EmbeddingLot: [Flight]] = [:]
        for flight in new {
            guard flight.question.task == .embedding else {
                start([flight]) { await self.fly(flight) }
                continue
            }
            let lot = EmbeddingLot(
                provider: flight.question.provider, model: flight.question.model,
                timeout: flight.question.timeout)
            lots[lot, default: []].append(flight)
        }
        for (lot, flights) in lots {
            let size = servers[lot.provider]?.client.embeddingsAtOnce ?? 1
            for first in stride(from: 0, to: flights.count, by: size) {
                let some = Array(flights[first..<min(first + size, flights.count)])
                start(some) { await self.flyTogether(some) }
            }
        }
    }

    private struct EmbeddingLot: Hashable {
        let provider: String
        let model: String
        let timeout: Duration
    }

    private func start(_ flights: [Flight], _ body: @escaping @Sendable () async -> Void) {
        let task = Task(executorPreference: http.executor) { await body() }
        // Flights that share a request end it only when all of them are given up.
        let shared = SharedTask(task, count: flights.count)
        for flight in flights { flight.carry(shared) }
    }

    /// Writes the outcome down everywhere and lets those who wait have it.
    func land(
        _ flight: Flight, _ outcome: Flight.Outcome, tokens: TokenCount = TokenCount()
    ) {
        if case .success(let answer) = outcome, flight.question.isCached {
            cache.keep(
                AnswerRecord(
                    key: flight.key, model: flight.question.name, answer: answer, tokens: tokens,
                    time: pace.date()))
        }
        flights.withLock { flights in
            if flights[flight.key] === flight { flights[flight.key] = nil }
            for run in flight.runs { settle(flight, outcome, in: run) }
            flight.land(outcome)
        }
    }

    private func settle(_ flight: Flight, _ outcome: Flight.Outcome, in run: ModelRun) {
        switch outcome {
        // The cache has it.
        case .success where flight.question.isCached && cache.keeps: return
        case .failure(let error) where error.code == .cancelled: return
        // Another run's limits say nothing of this one.
        case .failure(let error)
        where run !== flight.run && [.deadline, .budgetSpent].contains(error.code):
            return
        default: break
        }
        run.settle(flight.key, outcome, of: flight.question.name)
    }
}
