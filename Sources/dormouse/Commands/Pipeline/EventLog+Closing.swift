import Arguments
import Foundation
import JSON
import Pipeline

/// The events at the end of a run: what has no turn in it, what failed and why, and the sums.
extension EventLog {
    /// What failed and why, and the closing line.
    func close(_ report: RunReport, _ outcomes: ConsumerOutcomes) {
        let seconds = report.duration / .seconds(1)
        guard let project else { return }
        let summary = RunSummary(
            call: call, project: project, report: report, outcomes: outcomes)
        if call.command.path.last != "clone" {
            tell(
                "FinishedRunningStats", "E047",
                "Finished running \(summary.kinds)\(Self.words(seconds)) "
                    + "(\(decimal(seconds, places: 2))s).",
                [
                    "stat_line": .string(summary.kinds), "execution": .string(Self.words(seconds)),
                    "execution_time": .double(seconds),
                ])
        }
        let failed = report.count(.error) + report.count(.fail)
        tell(
            "EndOfRunSummary", "Z030", summary.closingText,
            [
                "num_errors": .int(failed), "num_warnings": .int(report.count(.warn)),
                "num_partial_success": .int(report.count(.partialSuccess)),
                "keyboard_interrupt": .bool(report.wasStopped),
            ])
        for result in report.results { tell(result) }
        let passed = report.count(.success) + report.count(.pass)
        tell(
            "StatsLine", "Z023", report.closingLine(with: outcomes),
            [
                "stats": [
                    "pass": .int(passed), "warn": .int(report.count(.warn)),
                    "error": .int(
                        failed + report.count(.runtimeError) + report.count(.partialSuccess)),
                    "skip": .int(report.count(.skipped) + outcomes.skipped),
                    "noop": .int(report.count(.noOp) + outcomes.done), "reused": 0,
                    "total": .int(report.results.count + outcomes.list.count),
                ]
            ])
    }

    func tell(_ result: NodeResult) {
        guard [.error, .fail, .warn, .runtimeError, .partialSuccess].contains(result.status),
            let project
        else { return }
        let isWarning = result.status == .warn
        let node = project.node(result.id)
        let path = node?.path ?? (result.kind == .operation ? "./dbt_project.yml" : "")
        let what = "in \(result.kind.rawValue) \(result.name) (\(path))"
        let information: JSON =
            node.map { self.information(of: $0, status: "None", started: nil) }
            ?? (result.kind == .operation ? self.information(ofHook: result) : .null)
        let text = result.error?.showingSource(in: project.directory).description ?? result.message
        tell(
            isWarning ? "RunResultWarning" : "RunResultFailure", isWarning ? "Z021" : "Z022",
            "[\(isWarning ? "WARNING" : "ERROR")]: \(what)",
            [
                "resource_type": .string(result.kind.rawValue), "node_name": .string(result.name),
                "path": .string(path), "node_info": information,
            ], level: isWarning ? .warn : .error)
        tell(
            isWarning ? "RunResultWarningMessage" : "RunResultError", isWarning ? "Z046" : "Z024",
            isWarning ? "[WARNING]: " + text : "  " + text,
            ["msg": .string(text), "node_info": information], level: isWarning ? .warn : .error)
        guard let node, node.kind != .seed else { return }
        let file = call.targetDirectory.appending(path: "compiled/" + node.compiledPath)
        guard FileManager.default.fileExists(atPath: file.path) else { return }
        let shown = call.shown(file)
        tell(
            "SQLCompiledPath", "Z026", "  compiled code at \(shown)",
            ["path": .string(shown), "node_info": information])
    }

    /// An exposure or saved query, for which there is nothing to do.
    func tell(_ outcome: ConsumerOutcome, index: Int, total: Int) {
        let (consumer, type) = (outcome.consumer, outcome.consumer.type)
        let information = self.information(
            of: consumer, status: outcome.isSkipped ? "skipped" : "no-op", started: Date(),
            finished: outcome.isSkipped ? nil : Date())
        let what = "\(consumer.spokenType) \(consumer.name)"
        if outcome.isSkipped {
            tell(
                "SkippingDetails", "Q034", line("SKIP " + what, index, total, "SKIP"),
                [
                    "resource_type": .string(type), "schema": "",
                    "node_name": .string(consumer.name), "index": .int(index),
                    "total": .int(total), "node_info": information,
                ])
        } else {
            tell(
                "LogNodeNoOpResult", "Q019", line("NO-OP " + what, index, total, "NO-OP", .zero),
                [
                    "description": .string(what), "index": .int(index), "total": .int(total),
                    "execution_time": 0, "node_info": information,
                ])
        }
    }

    /// ` in 0 hours 0 minutes and 5.84 seconds`
    private static func words(_ seconds: Double) -> String {
        let whole = Int(seconds)
        let rest = seconds - Double(whole / 60 * 60)
        return " in \(whole / 3600) hours \(whole / 60 % 60) minutes and "
            + "\(decimal(rest, places: 2)) seconds"
    }
}
