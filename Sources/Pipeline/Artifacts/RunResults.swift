public import Foundation
internal import Jinja

public import enum JSON.JSON

/// `run_results.json` (version 6): what a command did, node by node.
public struct RunResults: Sendable {
    public let project: Project
    public let report: RunReport
    /// What the command line said, by dbt's names.
    public let arguments: [(name: String, value: JSON)]

    public init(
        _ project: Project, _ report: RunReport, arguments: [(name: String, value: JSON)] = []
    ) {
        self.project = project
        self.report = report
        self.arguments = arguments
    }

    /// The document.
    public func json(now: Date) -> JSON {
        let options = project.options
        let metadata = ArtifactMetadata(
            invocation: options.invocation, environment: options.environment, now: now)
        var arguments = JSON.Object(self.arguments.map { ($0.name, $0.value) })
        arguments["project_dir"] = .string(project.directory.path)
        let secrets = SecretNames.values(in: options.environment)
        arguments["vars"] = Self.masked(options.variables, secrets)
        return [
            "metadata": metadata.json("run-results", version: 6),
            "results": .array(report.results.map(result)),
            "elapsed_time": .double(report.duration / .seconds(1)),
            "args": .object(arguments),
        ]
    }

    private static func masked(_ values: [String: Value], _ secrets: [String]) -> JSON {
        .object(
            JSON.Object(
                values.keys.sorted().map {
                    ($0, SecretNames.masked(JSON(values[$0]), named: $0, secrets: secrets))
                }))
    }

    /// The named values of an option that takes YAML, as they are kept: without secrets.
    public static func recorded(
        _ text: String, of option: String, _ project: Project
    ) throws(PipelineError) -> JSON {
        masked(
            try Workspace.mapping(text, option: "--" + option),
            SecretNames.values(in: project.options.environment))
    }

    /// The first name among values that were kept, whose own is not shown, however deep.
    public static func hiddenName(in values: JSON) -> String? {
        for entry in values.object?.entries ?? [] {
            if SecretNames.isMasked(entry.value) { return entry.key }
            if let name = hiddenName(in: entry.value) { return name }
        }
        return nil
    }

    private func result(_ result: NodeResult) -> JSON {
        var response = JSON.Object()
        if let answer = result.response {
            response["_message"] = .string(answer.message)
            if let code = answer.code { response["code"] = .string(code) }
            if let rows = answer.rowsAffected { response["rows_affected"] = .int(rows) }
        }
        let node = project.node(result.id)
        let hasRelation = node.map { !$0.isTest && $0.materialization.makesRelation } ?? false
        return [
            "status": .string(result.status.rawValue),
            "timing": .array(
                [("compile", result.timing.compile), ("execute", result.timing.execute)]
                    .compactMap { name, span in
                        span.map { span in
                            [
                                "name": .string(name),
                                "started_at": .string(ArtifactMetadata.text(span.started)),
                                "completed_at": .string(ArtifactMetadata.text(span.completed)),
                            ]
                        }
                    }),
            "thread_id": .string(result.thread),
            "execution_time": .double(result.duration / .seconds(1)),
            "adapter_response": .object(response),
            "message": message(of: result), "failures": result.failures.map { .int($0) } ?? .null,
            "unique_id": .string(result.id), "compiled": .bool(result.compiledCode != nil),
            "compiled_code": JSON(result.compiledCode),
            "relation_name": JSON(hasRelation ? node?.relation.sql : nil),
            "batch_results": result.batches.map { batches in
                [
                    "successful": .array(batches.successful.map { JSON($0.artifactTexts) }),
                    "failed": .array(batches.failed.map { JSON($0.artifactTexts) }),
                ]
            } ?? .null,
            "overload_results": nil,
        ]
    }

    private func message(of result: NodeResult) -> JSON {
        if result.batches != nil {
            return .string(result.status == .error ? "ERROR" : result.message)
        }
        if let error = result.error { return .string(error.description) }
        switch result.status {
        case .pass: return nil
        // Of a macro that was called, and of rows that were shown, there is nothing to say.
        case .success where result.message.isEmpty && result.response == nil: return nil
        case .success: return .string(result.response?.message ?? "OK")
        default: return .string(result.message)
        }
    }
}
