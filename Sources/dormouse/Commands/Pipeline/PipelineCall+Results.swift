import Arguments
import Foundation
import JSON
import Pipeline

extension PipelineCall {
    /// `run_results.json`, with what nobody builds.
    func results(
        _ report: RunReport, of project: Project, _ outcomes: ConsumerOutcomes
    ) -> JSON {
        var document = RunResults(project, report, arguments: recordedArguments(project))
            .json(now: Date())
        if case .object(var object) = document, let results = object["results"]?.array {
            object["results"] = .array(results + outcomes.json)
            document = .object(object)
        }
        return document
    }

    /// What the command was given, by dbt's names, so that `retry` can give it again, dbt's too.
    private func recordedArguments(_ project: Project) -> [(name: String, value: JSON)] {
        func list(_ words: [String]) -> JSON { .array(words.map { .string($0) }) }
        var recorded: [(name: String, value: JSON)] = [
            ("which", .string(command.path.last ?? "")),
            ("target", .string(project.options.profile.target)),
            ("profile", .string(project.options.profile.name)),
            ("profiles_dir", .string(workspace.profilesDirectory.path)),
            ("select", list(select)), ("exclude", list(strings("exclude"))),
            (
                "resource_types",
                list((strings("resource-type") + strings("resource-types")).flatMap(words))
            ),
            (
                "exclude_resource_types",
                list(
                    (strings("exclude-resource-type") + strings("exclude-resource-types"))
                        .flatMap(words))
            ),
            ("indirect_selection", .string(string("indirect-selection") ?? "eager")),
            ("threads", .int(project.options.profile.threads)),
            (
                "invocation_command",
                .string("dormouse pipeline " + command.path.dropFirst().joined(separator: " "))
            ),
        ]
        for name in [
            "full-refresh", "fail-fast", "store-failures", "empty", "defer", "favor-state",
        ] {
            recorded.append((name.replacing("-", with: "_"), .bool(hasFlag(name))))
        }
        if command.path.last == PipelineRunOperationCommand.spec.name {
            recorded.append(("macro", .string(command.string("macro", default: ""))))
        }
        for name in ["selector", "state", "defer-state", "event-time-start", "event-time-end"] {
            guard let text = string(name) else { continue }
            recorded.append((name.replacing("-", with: "_"), .string(text)))
        }
        // A stretch of time ends where it ended, whenever it is asked for again.
        if let texts = (try? sample())?.artifactTexts {
            recorded.append(("sample", ["start": .string(texts[0]), "end": .string(texts[1])]))
        }
        for name in ["warn-error-options", "args"] {
            guard let text = string(name),
                let value = try? RunResults.recorded(text, of: name, project)
            else { continue }
            recorded.append((name.replacing("-", with: "_"), value))
        }
        return recorded
    }
}
