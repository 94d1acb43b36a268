import Arguments
import Foundation
import JSON
import Memory
import Wire

enum SleepCommand: Command {
    static let spec = CommandSpec(
        "sleep", abstract: "Consolidate what is new: episodes, associations, knowledge",
        discussion: """
            Runs the sleep project, a dbt project of SQL models, over the memories that are new \
            since the last cycle. Memories themselves are never changed. With nothing new it does \
            nothing and says so. A cycle that was interrupted is taken back and done again.

            Where a language model is configured, it is asked about what is new. What it says is \
            kept where it passes the checks; for everything else the rules stand, and the report \
            says why.

            What was learnt is printed in a few lines. A cycle that runs out of memory is taken \
            back and tried with one thread, then with fewer memories at a time; how much memory \
            DuckDB may use is set by DORMOUSE_MEMORY_LIMIT, or by sleep: memory_limit in \
            dormouse.yml (512MiB unless said).
            """,
        examples: [
            Example("dormouse sleep", "all stages"),
            Example("dormouse sleep --verbose", "with what each model did"),
            Example("dormouse sleep --stage working", "up to one stage"),
            Example("dormouse sleep --as-of 2026-05-03", "as if it were that night"),
            Example("dormouse sleep --dry-run", "what a language model would be asked"),
            Example("dormouse sleep --no-model", "by rule alone"),
        ],
        options: [
            .value(
                "stage", "STAGE", .choice(SleepStage.allCases.map(\.rawValue)),
                defaultNote: "all", help: "how far to go"),
            .value("as-of", "TIME", defaultNote: "now", help: "what the clock says"),
            .value(
                "model-deadline", "SECONDS", .number(1...86_400), defaultNote: "3600",
                help: "how long a language model may take for all of it"),
            .flag(
                "reset-clock",
                help: "take back the cycles that slept as of a time that has not come yet"),
            .flag("no-model", help: "ask no language model"),
            .flag("verbose", help: "print a table of all models"),
            .flag("dry-run", help: "count what a model would be asked, change nothing"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let engine = try invocation.engine()
        do { _ = try invocation.embed(engine) } catch {
            invocation.console.warn("sleeping without new vectors: \(String(describing: error))")
        }
        var request = SleepRequest()
        request.asOf = try invocation.moment("as-of")
        request.stage = invocation.command.string("stage").flatMap(SleepStage.init)
        request.modelDeadline = invocation.command.string("model-deadline")
            .flatMap(Double.init).map { .milliseconds(Int($0 * 1000)) }
        request.resetsClock = invocation.command.flag("reset-clock")
        request.asksModel = !invocation.command.flag("no-model")
        request.isDryRun = invocation.command.flag("dry-run")
        let report = try invocation.sleep(engine, request)
        if invocation.wantsJSON {
            invocation.console.print(json: report.json)
        } else {
            // Of a quiet sleep only warnings and errors are heard; a plan was asked for.
            guard !invocation.command.flag("quiet") || request.isDryRun else { return 0 }
            SleepText(report: report, isVerbose: invocation.command.flag("verbose"))
                .print(on: invocation.console)
        }
        return 0
    }
}

extension Invocation {
    /// Sleeps with a bar that counts models.
    func sleep(_ engine: MemoryEngine, _ request: SleepRequest) throws -> SleepReport {
        let bar = StepBar("sleeping", on: console)
        defer { bar.abandon() }
        return try engine.sleep(request) { bar.update(done: $0, total: $1) }
    }
}
