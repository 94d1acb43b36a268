import Arguments
import Foundation
import Governor
import JSON
import Memory

/// `monitor`: what analytic work uses now, and what was done about it.
enum MonitorCommand: Command {
    static let spec = CommandSpec(
        "monitor", abstract: "Watch what analytic work uses: memory, spill, statements, actions",
        discussion: """
            On a terminal a screen that follows pipeline, sleep, sql and ingest of this user: \
            memory as DuckDB and the kernel see it, spilled bytes, statements with their progress, \
            the queue, levels, and what was done. Keys: i interrupts the work of the chosen \
            process, + and - let it go before or after others, j and k choose, q quits. In a pipe a \
            line a process every second.

            --since prints what the history has; --listen serves the figures to Prometheus at \
            /metrics; --metrics-file writes them once. docs/monitoring.md says more.
            """,
        examples: [
            Example("dormouse monitor", "a live screen"),
            Example("dormouse monitor --once --json", "what runs now"),
            Example("dormouse monitor --since 1h --json", "the last hour"),
            Example("dormouse monitor --listen 127.0.0.1:9187", "for Prometheus"),
        ],
        options: [
            .value("since", "TIME", help: "print the history since then: 1h, 30m, yesterday"),
            .flag("once", help: "print what runs now, and end"),
            .value("listen", "HOST:PORT", help: "serve Prometheus's text format at /metrics"),
            .value(
                "metrics-file", "FILE", .file, help: "write the figures into this file, and end"),
            .value(
                "interval", "SECONDS", .number(0.05...3600), default: "1",
                help: "between two lines in a pipe"),
        ], conflicts: [["since", "once", "listen", "metrics-file"]])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let command = invocation.command
        let state = invocation.stateDirectory
        let runs = RunList(state)
        if let address = command.string("listen") {
            return try MetricsServer(state).serve(at: address, invocation)
        }
        if let file = command.string("metrics-file") {
            let text = RunMetrics.text(runs.read(), state)
            do {
                try Data(text.utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
            } catch {
                throw GovernorError(
                    .state, "cannot write \(file): is its folder there and writable?")
            }
            return 0
        }
        if command.string("since") != nil {
            MonitorHistory(invocation).print(since: try since(invocation))
            return 0
        }
        if command.flag("once") {
            MonitorLines(invocation.console, asJSON: invocation.wantsJSON).print(runs.read())
            return 0
        }
        if invocation.console.settings.outputIsTerminal, isatty(STDIN_FILENO) == 1,
            !invocation.wantsJSON
        {
            return MonitorScreen(runs, History(state.history), invocation).run()
        }
        let lines = MonitorLines(invocation.console, asJSON: invocation.wantsJSON)
        let pause = command.number("interval", default: 1)
        while !invocation.console.outputIsClosed {
            lines.print(runs.read())
            Thread.sleep(forTimeInterval: pause)
        }
        return 0
    }

    /// `1h` is an hour ago; else a time as everywhere.
    private static func since(_ invocation: Invocation) throws -> Double {
        let text = invocation.command.string("since") ?? ""
        let now = Double(Invocation.now().microseconds) / 1e6
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        if let last = text.last, let unit = units[last], let count = Double(text.dropLast()),
            count >= 0, count.isFinite
        {
            return now - count * unit
        }
        let moment = try invocation.moment("since")
        return moment.map { Double($0.microseconds) / 1e6 } ?? now
    }
}
