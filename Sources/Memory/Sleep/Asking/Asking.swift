import Jinja
import LanguageModels

/// How one sleep asks a language model: the variables that switch the SQL of the sleep project, and
/// the run that its questions are counted to.
struct Asking {
    /// For all questions of a sleep, unless something else is configured or asked for.
    static let deadline = Duration.seconds(3600)

    let model: String?
    private let functions: ModelFunctions?
    private let prompts: Prompts
    private let reason: String
    private let isDryRun: Bool

    /// - Throws: `invalidInput` where a prompt of the user's own cannot serve.
    ///
    /// - Parameter functions: of the database that is slept in; this begins a run of theirs.
    init(
        home: Home, options: EngineOptions, functions: ModelFunctions?, _ request: SleepRequest
    ) throws(MemoryError) {
        isDryRun = request.isDryRun
        self.functions = functions
        let configuration = functions?.gateway.configuration
        model = request.asksModel ? options.languageModel ?? configuration?.writer?.model : nil
        reason =
            request.asksModel
            ? (configuration?.writer == nil ? "no server" : "no model") : "not asked"
        prompts =
            model == nil
            ? Prompts() : try Prompts(home: home, named: configuration?.promptFolder)
        if let functions, model != nil {
            functions.run = functions.gateway.beginRun(
                deadline: request.modelDeadline ?? configuration?.runDeadline ?? Self.deadline,
                isDryRun: isDryRun)
        }
    }

    var variables: [String: Jinja.Value] {
        let texts = Dict()
        for prompt in prompts.own.values.sorted(by: { $0.question.rawValue < $1.question.rawValue })
        {
            texts[.string(prompt.question.rawValue)] = .string(prompt.text)
        }
        return [
            "language_model": .string(model ?? ""), "without_model": .string(reason),
            // The run of the functions only counts; without one nothing may be called.
            "dry_run": .bool(isDryRun && functions == nil), "prompts": .dict(texts),
        ]
    }

    /// A report in which nothing was asked yet.
    var report: AskingReport {
        var report = AskingReport()
        report.model = model
        report.reason = model == nil ? reason : nil
        report.isDryRun = isDryRun
        return report
    }

    /// What was asked so far took this much.
    var usage: Usage {
        guard model != nil, let functions else { return Usage() }
        return functions.run.usage.values.reduce(into: Usage()) { $0 += $1 }
    }
}
