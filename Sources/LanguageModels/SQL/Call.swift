import DuckDB

/// One call of a function by the engine: a block of rows, asked together.
struct Call {
    private let functions: ModelFunctions
    private let rows: ScalarFunction.Arguments
    private let optionsColumn: Int
    private let run: ModelRun

    init(
        _ functions: ModelFunctions, _ rows: ScalarFunction.Arguments, optionsAt column: Int
    ) throws {
        self.functions = functions
        self.rows = rows
        optionsColumn = column
        run = functions.run
    }

    /// Answers each row, or fails the statement, or leaves NULL, as the options say.
    ///
    /// - Parameters:
    ///   - reading: makes of an answer's text what the row gets.
    ///   - question: what a row asks; nil where the row is NULL.
    func answer(
        _ answer: ScalarFunction.Answer,
        reading: (String) throws(ModelError) -> String = { text throws(ModelError) in text },
        _ question: (Int, CallOptions) throws(ModelError) -> Question?
    ) throws {
        try ask(question) { row, result, policy in
            do {
                let text = try result.get().text ?? ""
                try answer.set(try reading(text), at: row)
            } catch let error as ModelError {
                if error.code == .dryRun { return }
                if policy == .fail { throw error }
            }
        }
    }

    /// Answers each row with its value or its error.
    func attempt(
        _ answer: ScalarFunction.Answer,
        _ question: (Int, CallOptions) throws(ModelError) -> Question?
    ) throws {
        try ask(question) { row, result, _ in
            var value = Value.null
            var reason = Value.null
            switch result {
            case .success(let answer): value = .string(answer.text ?? "")
            case .failure(let error) where error.code == .dryRun: break
            case .failure(let error):
                reason = .string("\(error.code.rawValue): \(error.message)")
            }
            try answer.set(.structure([("value", value), ("error", reason)]), at: row)
        }
    }

    /// The vectors of the rows.
    func vectors(
        _ answer: ScalarFunction.Answer,
        _ question: (Int, CallOptions) throws(ModelError) -> Question?
    ) throws {
        try ask(question) { row, result, policy in
            switch result {
            case .success(let given): try answer.set(given.vector ?? [], at: row)
            case .failure(let error) where error.code == .dryRun: break
            case .failure(let error): if policy == .fail { throw error }
            }
        }
    }

    private func ask(
        _ question: (Int, CallOptions) throws(ModelError) -> Question?,
        _ write: (Int, Swift.Result<Answer, ModelError>, ModelConfiguration.ErrorPolicy) throws ->
            Void
    ) throws {
        var places: [Question: Int] = [:]
        var questions: [Question] = []
        var asked: [(row: Int, place: Int, policy: ModelConfiguration.ErrorPolicy)] = []
        asked.reserveCapacity(rows.rowCount)
        var options = try CallOptions(.null)
        var given = Value.null
        for row in 0..<rows.rowCount {
            if rows.columnCount > optionsColumn {
                // Options are mostly the same for all rows.
                let value = rows[row, optionsColumn]
                if value != given {
                    options = try CallOptions(value)
                    given = value
                }
            }
            guard let question = try question(row, options) else { continue }
            let place = places[question] ?? questions.count
            if place == questions.count {
                places[question] = place
                questions.append(question)
            }
            asked.append(
                (row, place, options.onError ?? functions.gateway.configuration.onError))
        }
        count(asked.map { questions[$0.place] }, distinct: questions.count)
        let rows = rows
        let results = functions.gateway.ask(questions, in: run) { rows.isInterrupted }
        try rows.checkInterruption()
        for (row, place, policy) in asked { try write(row, results[place], policy) }
    }

    private func count(_ all: [Question], distinct: Int) {
        guard let first = all.first else { return }
        // Nearly always one model.
        if all.allSatisfy({ $0.model == first.model && $0.provider == first.provider }) {
            run.note(first.name) { usage in
                usage.rows += all.count
                usage.shared += all.count - distinct
            }
        } else {
            for question in all { run.note(question.name) { $0.rows += 1 } }
        }
    }
}
