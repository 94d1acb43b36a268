import Arguments
import JSON
import Memory

enum SleepLogCommand: Command {
    static let spec = CommandSpec(
        "log", abstract: "List the cycles there were: when, on how much, and what became of them",
        discussion: """
            Cycles that were undone or failed the dream test stay in the list. With --json each \
            entry has the project's digest, its variables, what the cycle saw and made, by table.
            """,
        examples: [
            Example("dormouse sleep log", "the last 20"),
            Example("dormouse sleep log --limit 100 --json", "everything of the last 100"),
        ],
        options: [
            .value("limit", "N", .integer(1...1_000_000), default: "20", help: "how many, the last")
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let entries = try invocation.engine().sleepEntries()
        let shown = entries.suffix(invocation.command.integer("limit") ?? 20)
        if invocation.wantsJSON {
            invocation.console.print(json: ["cycles": .array(shown.map(\.json))])
            return 0
        }
        guard !shown.isEmpty else {
            invocation.console.note("there is no cycle yet; run dormouse sleep")
            return 0
        }
        var table = Table([
            .init("cycle", .right), .init("as of"), .init("stage"), .init("new", .right),
            .init("rows", .right), .init("dream test"), .init("state"),
        ])
        for entry in shown {
            let rows = entry.tables.values.reduce(0) { $0 + $1.rows }
            table.add([
                String(entry.cycle), SleepEntryText.time(entry.asOf), entry.stage,
                grouped(entry.newMemories), entry.isDetailed ? grouped(rows) : "",
                entry.dream.map { $0.isPassed ? "passed" : "failed" } ?? "",
                entry.state == .rejected ? "rolled back" : entry.state.rawValue,
            ])
        }
        invocation.console.print(table)
        return 0
    }
}
