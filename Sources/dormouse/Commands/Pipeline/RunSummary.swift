import Arguments
import Foundation
import JSON
import Pipeline

/// What is said when a run has ended: what failed and why, and the closing line.
struct RunSummary {
    let call: PipelineCall
    let project: Project
    let report: RunReport
    let outcomes: ConsumerOutcomes

    func print() {
        let console = call.console
        let told: Set<NodeResult.Status> =
            console.settings.isQuiet
            ? [.error, .fail, .runtimeError, .partialSuccess]
            : [.error, .fail, .runtimeError, .partialSuccess, .warn]
        let bad = report.results.filter { told.contains($0.status) }
        if !console.settings.isQuiet {
            console.print()
            console.print(
                "Finished running \(kinds) in \(decimal(report.duration / .seconds(1), places: 2))s."
            )
            console.print()
            console.print(outcome)
        }
        for error in report.errors {
            say(
                "[ERROR]", .red, "in a hook",
                error.showingSource(in: project.directory).description)
        }
        for result in bad { tell(result) }
        if console.settings.isQuiet { return }
        console.print()
        console.print("\(report.closingLine(with: outcomes))")
    }

    /// `1 seed, 2 table models, 3 tests`.
    var kinds: String {
        var counts: [String: Int] = [:]
        for result in report.results {
            let word =
                result.kind == .model
                ? result.materialization.rawValue + " model" : result.kind.rawValue
            counts[word, default: 0] += 1
        }
        for outcome in outcomes.list { counts[outcome.consumer.type, default: 0] += 1 }
        // In the order of dbt's own words for them.
        return counts.keys.sorted().map { word in
            let count = counts[word] ?? 0
            let spoken =
                switch word {
                case "test": "data test"
                case "operation": "project hook"
                case "saved_query" where count > 1: "saved querie"
                default: word.replacing("_", with: " ")
                }
            return "\(count) \(spoken)\(count == 1 ? "" : "s")"
        }.joined(separator: ", ")
    }

    private var outcome: TerminalText {
        let isBad = report.count(.error) + report.count(.fail) > 0
        let isCalm = report.succeeded && report.count(.warn) == 0
        return "\(closingText, isBad ? .red : isCalm ? .green : .yellow)"
    }

    /// How it went, in a sentence.
    var closingText: String {
        if report.wasStopped { return "Exited because of keyboard interrupt" }
        let errors = report.count(.error) + report.count(.fail)
        let partial = report.count(.partialSuccess)
        let warnings = report.count(.warn)
        func counted(_ count: Int, _ word: String, _ more: String? = nil) -> String {
            "\(count) \(count == 1 ? word : more ?? word + "s")"
        }
        let some = counted(partial, "partial success", "partial successes")
        if errors > 0 {
            return "Completed with \(counted(errors, "error")), \(some), and "
                + "\(counted(warnings, "warning")):"
        }
        if partial > 0 { return "Completed with \(some) and \(counted(warnings, "warning"))" }
        if warnings > 0 { return "Completed with \(counted(warnings, "warning")):" }
        return "Completed successfully"
    }

    private func tell(_ result: NodeResult) {
        guard let node = project.node(result.id) else { return }
        let isWarning = result.status == .warn
        let what = "in \(node.kind.rawValue) \(node.name) (\(node.path))"
        say(
            isWarning ? "[WARNING]" : "[ERROR]", isWarning ? .yellow : .red, what,
            result.error?.showingSource(in: project.directory).description ?? result.message)
        if node.kind != .seed {
            let file = call.targetDirectory.appending(path: "compiled/" + node.compiledPath)
            if FileManager.default.fileExists(atPath: file.path) {
                call.console.print("  compiled code at \(call.shown(file))")
            }
        }
    }

    private func say(_ tag: String, _ style: Style, _ what: String, _ text: String) {
        call.console.print()
        call.console.print("\(tag, style): \(what)")
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            call.console.print("  \(line)")
        }
    }
}

extension RunReport {
    /// The last line, as dbt words it.
    func closingLine(with outcomes: ConsumerOutcomes) -> String {
        let failed =
            count(.error) + count(.fail) + count(.runtimeError) + count(.partialSuccess)
        return "Done. PASS=\(count(.success) + count(.pass)) WARN=\(count(.warn)) "
            + "ERROR=\(failed) SKIP=\(count(.skipped) + outcomes.skipped) "
            + "NO-OP=\(count(.noOp) + outcomes.done) REUSED=0 "
            + "TOTAL=\(results.count + outcomes.list.count)"
    }
}
