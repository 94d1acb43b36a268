import Jinja

/// How one sleep asks a language model: the variables that switch the SQL of the sleep project.
struct Asking {
    let model: String?
    private let prompts: Prompts
    private let reason: String
    private let isDryRun: Bool

    /// - Throws: `invalidInput` where a prompt of the user's own cannot serve.
    init(engine: MemoryEngine, _ request: SleepRequest) throws(MemoryError) {
        isDryRun = request.isDryRun
        model = request.asksModel ? engine.options.languageModel : nil
        reason = request.asksModel ? "no server" : "not asked"
        prompts =
            model == nil
            ? Prompts()
            : try Prompts(folder: engine.options.promptFolder ?? engine.home.promptFolder)
    }

    var variables: [String: Jinja.Value] {
        let texts = Dict()
        for (question, text) in prompts.texts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            texts[.string(question.rawValue)] = .string(text)
        }
        return [
            "language_model": .string(model ?? ""), "without_model": .string(reason),
            "dry_run": .bool(isDryRun), "prompts": .dict(texts),
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
}
