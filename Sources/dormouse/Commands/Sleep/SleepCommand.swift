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
            dormouse.yml (424MiB unless said).

            Before a cycle stands, the same questions are asked with it and without it (the dream \
            test). If recall falls by more than a margin, the cycle is rolled back, health says \
            so, and the command ends with 1. docs/nights.md says what is asked.
            """,
        examples: [
            Example("dormouse sleep", "all stages"),
            Example("dormouse sleep --verbose", "with what each model did"),
            Example("dormouse sleep --stage working", "up to one stage"),
            Example("dormouse sleep --as-of 2026-05-03", "as if it were that night"),
            Example("dormouse sleep --dry-run", "what a language model would be asked"),
            Example("dormouse sleep --no-model", "by rule alone"),
            Example("dormouse sleep --watch", "again and again, as dormouse.yml says"),
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
            .flag(
                "watch",
                help: "sleep by the rhythm of dormouse.yml, nightly where it says nothing, until "
                    + "interrupted"),
            .value(
                "times", "N", .integer(1...Int.max),
                help: "with --watch: sleep this often, then end"),
            .flag("dry-run", help: "count what a model would be asked, change nothing"),
        ],
        subcommands: parts.map { $0.spec }, runsWithoutSubcommand: true)

    private static var parts: [any Command.Type] {
        [
            SleepPlanCommand.self, SleepLogCommand.self, SleepShowCommand.self,
            SleepDiffCommand.self, SleepUndoCommand.self, SleepReplayCommand.self,
        ]
    }

    static func run(_ invocation: Invocation) throws -> Int32 {
        if invocation.command.path.count > 1 {
            let name = invocation.command.path.last ?? ""
            guard let part = parts.first(where: { $0.spec.name == name }) else { return 2 }
            return try part.run(invocation)
        }
        if invocation.command.flag("watch") { return try SleepWatch(invocation: invocation).run() }
        let engine = try invocation.engine()
        do { _ = try invocation.embed(engine) } catch {
            invocation.console.warn("sleeping without new vectors: \(String(describing: error))")
        }
        let request = try request(invocation)
        let report = try invocation.sleep(engine, request)
        if invocation.wantsJSON {
            invocation.console.print(json: report.json)
        } else {
            if let rejected = report.rejected { invocation.console.fail("\(rejected.rejection)") }
            // Of a quiet sleep only warnings and errors are heard; a plan was asked for.
            if !invocation.command.flag("quiet") || request.isDryRun {
                SleepText(report: report, isVerbose: invocation.command.flag("verbose"))
                    .print(on: invocation.console)
            }
        }
        return report.rejected == nil ? 0 : 1
    }

    /// What the options ask for.
    static func request(_ invocation: Invocation) throws -> SleepRequest {
        var request = SleepRequest()
        request.asOf = try invocation.moment("as-of")
        invocation.warnOfDay("as-of")
        request.stage = invocation.command.string("stage").flatMap(SleepStage.init)
        request.modelDeadline = invocation.command.string("model-deadline")
            .flatMap(Double.init).map { .milliseconds(Int($0 * 1000)) }
        request.resetsClock = invocation.command.flag("reset-clock")
        request.asksModel = !invocation.command.flag("no-model")
        request.isDryRun = invocation.command.flag("dry-run")
        return request
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
