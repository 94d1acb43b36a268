import Arguments
import Foundation
import JSON
import Pipeline

/// The last run, as its `run_results.json` tells it: which command it was, what it was given, and
/// how each node ended.
struct LastRun {
    let results: JSON
    /// `build`, `generate`, `run-operation`…
    let command: String
    private let arguments: JSON?

    init(in folder: ArtifactFolder) throws {
        guard let results = folder.read("run_results.json") else {
            throw PipelineError(
                .file, "there is no run_results.json of an earlier run",
                hint: "Name the folder that has it: --state DIR.")
        }
        self.results = results
        arguments = results["args"]
        command = arguments?["which"]?.string ?? ""
    }

    /// The ids of what failed or was skipped. Hooks run in any case.
    var unfinished: [String] {
        let statuses: Set<String> = [
            "error", "fail", "skipped", "runtime error", "partial success",
        ]
        return (results["results"]?.array ?? []).compactMap { result in
            guard let id = result["unique_id"]?.string, let status = result["status"]?.string
            else { return nil }
            return statuses.contains(status) && !id.hasPrefix("operation.") ? id : nil
        }
    }

    /// Whether anything at all failed.
    var hasFailed: Bool {
        (results["results"]?.array ?? []).contains { $0["status"]?.string == "error" }
    }

    /// The batches of microbatch models of which some were built and some were not.
    var batches: [String: BatchResults] {
        var batches: [String: BatchResults] = [:]
        for result in results["results"]?.array ?? [] {
            func windows(_ key: String) -> [EventWindow] {
                (result["batch_results"]?[key]?.array ?? []).compactMap { pair in
                    EventWindow(artifact: (pair.array ?? []).compactMap(\.string))
                }
            }
            let (done, failed) = (windows("successful"), windows("failed"))
            guard let id = result["unique_id"]?.string, !done.isEmpty, !failed.isEmpty else {
                continue
            }
            batches[id] = BatchResults(successful: done, failed: failed)
        }
        return batches
    }

    /// When it began.
    var start: Date? {
        (results["metadata"]?["invocation_started_at"]?.string).flatMap {
            try? Date($0, strategy: .iso8601.time(includingFractionalSeconds: true))
        }
    }

    // MARK: The same command again

    /// What the command was given and is given again, by the names of options. Where the project is
    /// and where artifacts go is a matter of each call.
    private static let kept = [
        "target", "profile", "threads", "vars", "full-refresh", "fail-fast", "empty",
        "store-failures", "favor-state", "defer", "state", "defer-state", "sample",
        "event-time-start",
        "event-time-end", "warn-error-options", "indirect-selection",
    ]
    /// What a command is given again that is run as a whole.
    private static let selecting = [
        "select", "exclude", "selector", "resource-types", "exclude-resource-types", "args",
    ]

    /// The same call as it was, with what the command line of `retry` says over it.
    ///
    /// - Parameter isWhole: whether it is run again as a whole, and not only what is unfinished.
    func invocation(_ retry: Invocation, isWhole: Bool) throws -> Invocation {
        let path = ["pipeline"] + (command == "generate" ? ["docs", command] : [command])
        let given = Self.given(retry.command)
        var words = path
        for name in Self.kept + (isWhole ? Self.selecting : []) {
            guard Program.has(name, path), given[name] == nil || name == "state",
                let value = arguments?[name.replacing("-", with: "_")]
            else { continue }
            try words += self.words(name, value)
        }
        let everywhere = Set(Program.spec.options.map(\.name))
        // The retry's own --state is where these results are.
        for (name, values) in given.sorted(by: { $0.key < $1.key }) where name != "state" {
            if everywhere.contains(name) || Program.has(name, path) { words += values }
        }
        if let macro = arguments?["macro"]?.string, command == "run-operation" {
            // Whatever the file has there is a name and no option.
            words += ["--", macro]
        }
        let outcome = try parse(words, as: Program.spec, environment: retry.environment)
        guard case .run(let parsed) = outcome else { preconditionFailure("that is a command") }
        return retry.with(parsed)
    }

    /// The options on the command line of `retry`, as words.
    private static func given(_ command: ParsedCommand) -> [String: [String]] {
        let options =
            Program.spec.options + PipelineOptions.shared + PipelineRetryCommand.spec.options
        var given: [String: [String]] = [:]
        for option in options where command.source(of: option.name) == .commandLine {
            given[option.name] =
                switch option.form {
                case .flag:
                    [command.flag(option.name) ? "--\(option.name)" : "--no-\(option.name)"]
                case .value: command.strings(option.name).map { "--\(option.name)=\($0)" }
                }
        }
        return given
    }

    /// One option as words of a command line; none where the value is the one that holds anyway.
    private func words(_ name: String, _ value: JSON) throws -> [String] {
        switch value {
        case .null, .bool(false): return []
        case .bool(true): return ["--\(name)"]
        case .string(let text): return ["--\(name)=\(text)"]
        case .array(let values):
            return values.compactMap(\.string).map { "--\(name)=\($0)" }
        case .object(let object):
            if object.entries.isEmpty { return [] }
            if name == "vars" || name == "args", let hidden = RunResults.hiddenName(in: value) {
                throw PipelineError(
                    .configuration,
                    "the last run had a value for '\(hidden)' that run_results.json does not show",
                    hint: "Give it again: dormouse pipeline retry --vars '{…}'.")
            }
            return ["--\(name)=\(value.text())"]
        default: return ["--\(name)=\(value.text())"]
        }
    }
}
