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

    let call: PipelineCall
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

    func greet(_ project: Project, isInline: Bool = false) {
        tell(
            "MainReportVersion", "A001", "Running with dbt=\(Manifest.dbtVersion)",
            ["version": .string("=\(Manifest.dbtVersion)"), "log_version": 3])
        let found = project.inventory(isInline: isInline)
        tell(
            "FoundStats", "W006", found,
            ["stat_line": .string(found.replacing("Found ", with: ""))])
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
                started: result.timing.compile?.started ?? result.timing.execute?.started
                    ?? Date(),
                finished: result.status == .skipped ? nil : Date()),
            "index": .int(index), "total": .int(total),
        ]
        data["group"] = group(of: node)
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

    /// What a template tells.
    func message(_ text: String, of id: String?) {
        var data: JSON.Object = ["msg": .string(text)]
        var thread = "MainThread"
        if let node = id.flatMap({ project?.node($0) }) {
            data["node_info"] = information(of: node, status: "compiling", started: Date())
            thread = "Thread-1 (worker)"
        } else if let id {
            data["node_info"] = information(ofHook: id, status: "None", started: nil)
        }
        tell("JinjaLogInfo", "I062", text, data, thread: thread)
    }

    /// A line as dbt has it: dots up to the eightieth column, and how it ended behind them.
    func line(
        _ message: String, _ index: Int, _ total: Int, _ status: String, _ duration: Duration? = nil
    ) -> String {
        let head = "\(index) of \(total) \(message) "
        let dots = String(repeating: ".", count: max(80 - head.count, 0))
        let time = duration.map { " in \(decimal($0 / .seconds(1), places: 2))s" } ?? ""
        return "\(head)\(dots) [\(status)\(time)]"
    }
}

extension PipelineCall {
    /// Whether what happens is told as dbt's structured log.
    var logsEvents: Bool { command.string("log-format") == "json" }
}
