import Arguments
import JSON
import Memory
import Wire

enum SleepPlanCommand: Command {
    static let spec = CommandSpec(
        "plan", abstract: "Say what a sleep would learn, change and forget, and change nothing",
        discussion: """
            Sleeps by rule on a copy, compares, and throws the copy away. No language model is \
            asked; how much one would be asked is counted.
            """,
        examples: [
            Example("dormouse sleep plan", "what a sleep would do now"),
            Example("dormouse sleep plan --as-of 2026-05-03 --json", "as rows, for a night"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let engine = try invocation.engine()
        var request = try SleepCommand.request(invocation)
        request.isDryRun = true
        request.describesChanges = true
        let report = try invocation.sleep(engine, request)
        guard let changes = report.changes else { return 1 }
        if invocation.wantsJSON {
            invocation.console.print(json: [
                "plan": changes.json, "language_model": report.asking.json,
            ])
            return 0
        }
        if changes.isEmpty {
            invocation.console.print("nothing would change")
        } else {
            SleepDifferenceText(difference: changes, limit: 40).print(on: invocation.console)
        }
        if report.asking.model != nil {
            AskingText(report: report.asking).printPlan(on: invocation.console)
        }
        return 0
    }
}
