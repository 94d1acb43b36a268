import Arguments
import Foundation
import JSON
import Pipeline
import Synchronization

/// `--log-format json`: what happens as dbt's structured log has it, one object a line, with the
/// names and codes of its events (`LogModelResult`, Q012) and what they carry in `data`.
///
/// What dbt says of its own workings, and of what runs here at once, is left out.
struct EventLog: Sendable {
    enum Level: String { case info, warn, error }

    private let call: PipelineCall
    let project: Project?
    private let process = Int(ProcessInfo.processInfo.processIdentifier)

    init(_ call: PipelineCall, project: Project? = nil) {
        self.call = call
        self.project = project
    }

    /// Writes one event.
    func tell(
        _ name: String, _ code: String, _ message: String, _ data: JSON.Object = [:],
        level: Level = .info, thread: String = "MainThread"
    ) {
        call.console.print(
            json: [
                "data": .object(data),
                "info": [
                    "category": "", "code": .string(code), "extra": [:],
                    "invocation_id": .string(call.workspace.invocation.id),
                    "level": .string(level.rawValue), "msg": .string(message),
                    "name": .string(name), "pid": .int(process), "thread": .string(thread),
                    "ts": .string(Self.text(Date()) + "Z"),
                ],
            ])
    }

    /// Microseconds, as Python writes a time in UTC.
    static func text(_ date: Date) -> String {
        let microseconds = Int((date.timeIntervalSince1970 * 1e6).rounded(.down))
        let whole = Date(timeIntervalSince1970: Double(microseconds / 1_000_000))
        let rest = String(microseconds % 1_000_000)
        let fraction = String(repeating: "0", count: 6 - rest.count) + rest
        return whole.formatted(.iso8601).replacing("Z", with: "") + "." + fraction
    }

    // MARK: The run

    func greet(_ project: Project) {
        tell(
            "MainReportVersion", "A001", "Running with dbt=\(Manifest.dbtVersion)",
            ["version": .string("=\(Manifest.dbtVersion)"), "log_version": 3])
        let line = project.inventory.replacing("Found ", with: "")
        tell("FoundStats", "W006", project.inventory, ["stat_line": .string(line)])
    }

    func begin(count: Int) {
        guard let profile = project?.options.profile else { return }
        tell(
            "ConcurrencyLine", "Q027",
            "Concurrency: \(profile.threads) threads (target='\(profile.target)')",
            [
                "num_threads": .int(profile.threads), "target_name": .string(profile.target),
                "node_count": .int(count),
            ])
    }

    func start(_ node: Node, index: Int, total: Int) {
        tell(
            "LogStartLine", "Q011",
            line(node.startMessage, index, total, "RUN"),
            [
                "description": .string(node.spokenName), "index": .int(index),
                "total": .int(total),
                "node_info": information(of: node, status: "started", started: Date()),
            ], thread: "Thread-1 (worker)")
    }

    func end(_ node: Node, _ result: NodeResult, index: Int, total: Int) {
        let end = node.endMessage(result)
        let message = line(
            end.message, index, total, end.status,
            result.status == .skipped ? nil : result.duration)
        let status = result.status.rawValue
        var data: JSON.Object = [
            "node_info": information(
                of: node, status: status,
                started: result.timing.compile?.started ?? result.timing.execute?.started,
                finished: result.status == .skipped ? nil : Date()),
            "index": .int(index), "total": .int(total),
        ]
        let thread = result.thread + " (worker)"
        let level: Level =
            switch result.status {
            case .error, .fail, .runtimeError, .partialSuccess: .error
            case .warn: .warn
            default: .info
            }
        if result.status == .skipped {
            data["resource_type"] = .string(node.kind.rawValue)
            data["schema"] = .string(node.relation.schema ?? "")
            data["node_name"] = .string(node.name)
            return tell("SkippingDetails", "Q034", message, data, thread: thread)
        }
        data["execution_time"] = .double(result.duration / .seconds(1))
        switch node.kind {
        case .test, .unitTest:
            data["total"] = nil
            data["num_models"] = .int(total)
            data["num_failures"] = .int(result.failures ?? 0)
            // A unit test is named with its model.
            data["name"] = .string(
                node.unitTest.map { "\($0.model)::\(node.name)" } ?? node.name)
            data["status"] = .string(status)
            let attached = node.test?.attachedTo ?? ""
            data["attached_node"] = .string(attached.hasPrefix("source.") ? "" : attached)
            tell("LogTestResult", "Q007", message, data, level: level, thread: thread)
        case .seed:
            data["status"] = .string(status)
            data["result_message"] = .string(result.response?.message ?? result.message)
            data["schema"] = .string(node.relation.schema ?? "")
            data["relation"] = .string(node.relation.identifier ?? "")
            tell("LogSeedResult", "Q016", message, data, level: level, thread: thread)
        case .snapshot:
            data["description"] = .string(node.place)
            data["cfg"] = configuration(of: node)
            data["status"] = .string(status)
            data["result_message"] = .string(result.response?.message ?? result.message)
            tell("LogSnapshotResult", "Q015", message, data, level: level, thread: thread)
        default:
            data["description"] = .string(node.spokenName)
            data["status"] = .string(result.status == .error ? "error" : end.status)
            tell("LogModelResult", "Q012", message, data, level: level, thread: thread)
        }
    }

    func batch(
        _ node: Node, name: String, index: Int, count: Int, succeeded: Bool, duration: Duration
    ) {
        let place = "\(node.relation.schema ?? "").\(node.relation.identifier ?? "")"
        let description = "batch \(name) of \(place)"
        let status = succeeded ? "OK" : "error"
        tell(
            "LogBatchResult", "Q046",
            "Batch "
                + line(
                    (succeeded ? "OK created " : "ERROR creating ") + description, index, count,
                    status.uppercased(), duration),
            [
                "description": .string(description), "status": .string(status),
                "batch_index": .int(index), "total_batches": .int(count),
                "execution_time": .double(duration / .seconds(1)),
                "node_info": information(of: node, status: "executing", started: nil),
            ], level: succeeded ? .info : .error, thread: "Thread-1 (worker)")
    }

    /// What failed and why, and the closing line.
    func close(_ report: RunReport, _ outcomes: ConsumerOutcomes) {
        let seconds = report.duration / .seconds(1)
        guard let project else { return }
        let summary = RunSummary(
            call: call, project: project, report: report, outcomes: outcomes)
        tell(
            "FinishedRunningStats", "E047",
            "Finished running \(summary.kinds)\(Self.words(seconds)) "
                + "(\(decimal(seconds, places: 2))s).",
            [
                "stat_line": .string(summary.kinds), "execution": .string(Self.words(seconds)),
                "execution_time": .double(seconds),
            ])
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
                    "error": .int(failed + report.count(.runtimeError)),
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

    /// What a template tells.
    func message(_ text: String, of id: String?) {
        var data: JSON.Object = ["msg": .string(text)]
        if let node = id.flatMap({ project?.node($0) }) {
            data["node_info"] = information(of: node, status: "None", started: nil)
        }
        tell("JinjaLogInfo", "I062", text, data)
    }

    /// An exposure or saved query, for which there is nothing to do.
    func tell(_ outcome: ConsumerOutcomes.Outcome, index: Int, total: Int) {
        let (consumer, type) = (outcome.consumer, outcome.consumer.type)
        let information: JSON = [
            "node_path": "", "node_name": .string(consumer.name),
            "unique_id": .string(consumer.id), "resource_type": .string(type),
            "materialized": "", "node_status": .string(outcome.isSkipped ? "skipped" : "no-op"),
            "node_started_at": "", "node_finished_at": "", "meta": [:],
            "node_relation": [
                "database": "", "schema": "", "alias": "", "relation_name": "",
            ], "node_checksum": "",
        ]
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

    /// The configuration of a snapshot, as texts.
    private func configuration(of node: Node) -> JSON {
        let facts = project.flatMap { try? Manifest($0).json(.node(node)) }
        var texts: JSON.Object = [:]
        if case .object(let configs)? = facts?["config"] {
            for entry in configs.entries where entry.value != .null {
                texts[entry.key] = .string(entry.value.string ?? Self.python(entry.value))
            }
        }
        return .object(texts)
    }

    /// As Python prints it.
    private static func python(_ value: JSON) -> String {
        switch value {
        case .null: "None"
        case .bool(let flag): flag ? "True" : "False"
        case .string(let text): "'\(text)'"
        case .array(let items): "[" + items.map(python).joined(separator: ", ") + "]"
        case .object(let object):
            "{"
                + object.entries.map { "'\($0.key)': \(python($0.value))" }
                .joined(separator: ", ") + "}"
        default: value.text()
        }
    }

    /// ` in 0 hours 0 minutes and 5.84 seconds`
    private static func words(_ seconds: Double) -> String {
        let whole = Int(seconds)
        let rest = seconds - Double(whole / 60 * 60)
        return " in \(whole / 3600) hours \(whole / 60 % 60) minutes and "
            + "\(decimal(rest, places: 2)) seconds"
    }

    func line(
        _ message: String, _ index: Int, _ total: Int, _ status: String, _ duration: Duration? = nil
    ) -> String {
        NodeLine(
            message: message, index: index, total: total, status: status, duration: duration
        ).text(width: 80).rendered(withColor: false)
    }

    /// What dbt calls `node_info`.
    private func information(
        of node: Node, status: String, started: Date?, finished: Date? = nil
    ) -> JSON {
        let facts = project.flatMap { try? Manifest($0).json(.node(node)) }
        let isPlaced = node.unitTest == nil
        let relation: JSON =
            [
                "database": .string(isPlaced ? node.relation.database ?? "" : ""),
                "schema": facts?["schema"] ?? .string(node.relation.schema ?? ""),
                "alias": .string(isPlaced ? node.relation.identifier ?? node.name : ""),
                "relation_name": .string(facts?["relation_name"]?.string ?? ""),
            ]
        return [
            "node_path": facts?["path"] ?? .string(node.path), "node_name": .string(node.name),
            "unique_id": .string(node.id), "resource_type": .string(node.kind.rawValue),
            "materialized": .string(node.unitTest == nil ? node.materializationName : ""),
            "node_status": .string(status),
            "node_started_at": .string(started.map(Self.text) ?? ""),
            "node_finished_at": .string(finished.map(Self.text) ?? ""),
            "meta": facts?["config"]?["meta"] ?? [:], "node_relation": relation,
            "node_checksum": .string(facts?["checksum"]?["checksum"]?.string ?? ""),
        ]
    }
}

extension PipelineCall {
    /// Whether what happens is told as dbt's structured log.
    var logsEvents: Bool { command.string("log-format") == "json" }
}
