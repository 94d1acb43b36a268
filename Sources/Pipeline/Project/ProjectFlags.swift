internal import Jinja
internal import YAML

/// `flags` of a project file: what the command line may say too, for every call.
struct ProjectFlags {
    /// Options by their names on the command line, as that would have them.
    var optionSettings: [String: String] = [:]
    var warnings: [Warning] = []
    /// Whether a microbatch strategy of the project's own is called batch by batch.
    var batchesCustomMicrobatch = false
    /// Whether a package's materialization may stand in the place of dbt's.
    var packagesReplaceMaterializations = false
    /// Whether the latest version of a model gets a view of the model's name.
    var pointsToLatest = false

    /// Whether `source freshness` runs the hooks of the project too.
    var runsHooksForFreshness = true
    /// Whether nothing is built after a hook of on-run-start that failed.
    var stopsAfterFailedStart = true

    private static let options = [
        "fail_fast", "indirect_selection", "log_format", "warn_error", "warn_error_options",
        "write_json",
    ]
    /// About dbt's own workings, or what holds here anyway.
    private static let withoutEffect = [
        "cache_selected_only", "debug", "log_format_file", "log_level", "log_level_file",
        "partial_parse", "populate_cache", "printer_width", "send_anonymous_usage_stats",
        "static_parser", "use_colors", "use_colors_file", "use_experimental_parser",
        "version_check",
        "require_generic_test_arguments_property",
    ]

    init() {}

    /// - Parameter node: the mapping; nil has no flags.
    init(_ node: YAML.Node?, file: String) throws(PipelineError) {
        guard let node, !node.isNull else { return }
        guard case .mapping(let flags) = node.value else {
            throw PipelineError(
                .projectFile, "`flags` must be names with values", file: file, line: node.line)
        }
        for entry in flags {
            guard case .string(let name) = entry.key.value else { continue }
            if Self.options.contains(name) {
                // An option that takes more than a word takes YAML.
                let option = name.replacing("_", with: "-")
                optionSettings[option] =
                    switch entry.value.value {
                    case .null: nil
                    case .bool(let value): value ? "true" : "false"
                    case .string(let value): value
                    default: YAML.emit(entry.value)
                    }
            } else if name == "require_batched_execution_for_custom_microbatch_strategy" {
                batchesCustomMicrobatch = Value(entry.value).bool ?? false
            } else if name == "require_explicit_package_overrides_for_builtin_materializations" {
                packagesReplaceMaterializations = Value(entry.value).bool == false
            } else if name == "latest_version_pointer_enabled_by_default" {
                pointsToLatest = Value(entry.value).bool ?? false
            } else if name == "source_freshness_run_project_hooks" {
                runsHooksForFreshness = Value(entry.value).bool ?? true
            } else if name == "skip_nodes_if_on_run_start_fails" {
                stopsAfterFailedStart = Value(entry.value).bool ?? true
            } else if !Self.withoutEffect.contains(name) {
                warnings.append(
                    Warning(
                        "the flag `\(name)` has no effect here", file: file, line: entry.key.line))
            }
        }
    }
}
