import Arguments

/// The options of `dormouse pipeline`, spelled as dbt spells them.
enum PipelineOptions {
    /// Those that every command takes.
    static let shared: [OptionSpec] = [
        .value(
            "project-dir", "DIR", .directory, defaultNote: "the nearest with dbt_project.yml",
            environment: "DBT_PROJECT_DIR", help: "the project's folder"),
        .value(
            "profiles-dir", "DIR", .directory, defaultNote: "here, the project's, ~/.dbt",
            environment: "DBT_PROFILES_DIR", help: "the folder of profiles.yml"),
        .value(
            "profile", "NAME", environment: "DBT_PROFILE",
            help: "the profile, over the project's own"),
        .value(
            "target", short: "t", "NAME", environment: "DBT_TARGET",
            help: "the target, over the profile's default"),
        .value(
            "target-path", "DIR", .directory, environment: "DBT_TARGET_PATH",
            help: "where artifacts and compiled SQL go"),
        .value(
            "threads", "N", .integer(1...1024), help: "how many models run at once"),
        .value("vars", "YAML", help: "variables: '{start: 2024-01-01}'"),
        .value(
            "log-format", "FORMAT", .choice(["default", "text", "debug", "json"]),
            environment: "DBT_LOG_FORMAT", help: "json tells events line by line"),
        .flag(
            "write-json", negatable: true, environment: "DBT_WRITE_JSON",
            help: "--no-write-json leaves the artifacts out"),
        .flag(
            "warn-error", environment: "DBT_WARN_ERROR", help: "treat warnings as errors"),
        .value(
            "warn-error-options", "YAML", environment: "DBT_WARN_ERROR_OPTIONS",
            help: "which of them: '{error: all, warn: [LogTestResult]}'"),
    ]

    /// Options of dbt that say how dbt itself works; understood, and without any effect here.
    static let ignored: [OptionSpec] =
        [
            "use-colors", "use-colors-file", "partial-parse", "static-parser", "version-check",
            "populate-cache", "cache-selected-only", "print", "debug", "introspect",
            "send-anonymous-usage-stats", "log-cache-events", "use-experimental-parser",
            "single-threaded", "show-resource-report", "inject-ephemeral-ctes", "hints-enabled",
            "macro-debugging", "partial-parse-file-diff", "snowflake-projects-otel",
            "show-all-deprecations", "use-v2-parser", "use-fast-test-edges",
            "upload-to-artifacts-ingest-api", "export-saved-queries", "include-saved-query", "show",
        ].map { .flag($0, negatable: true, hidden: true, help: "of dbt; without effect here") }
        + [
            "log-level", "log-level-file", "log-path", "log-format-file", "log-file-max-bytes",
            "printer-width", "maximum-seed-size-mib", "partial-parse-file-path", "v2-parser",
            "record-timing-info", "sqlparse",
        ]
        .map { .value($0, "TEXT", hidden: true, help: "of dbt; without effect here") }

    /// What to take and what to leave out.
    static let selection: [OptionSpec] = [
        .value(
            "select", short: "s", "NODES", greedy: true, help: "what to take: +orders tag:daily"),
        .value("models", short: "m", "NODES", greedy: true, hidden: true, help: "as --select"),
        .value("model", "NODES", greedy: true, hidden: true, help: "as --select"),
        .value("exclude", "NODES", greedy: true, help: "what to leave out"),
        .value("selector", "NAME", help: "a selector of selectors.yml"),
        .value(
            "state", "DIR", .directory, environment: "DBT_STATE",
            help: "artifacts of an earlier run, for state: and result:"),
        .value(
            "indirect-selection", "MODE",
            .choice(["eager", "cautious", "buildable", "empty"]), default: "eager",
            environment: "DBT_INDIRECT_SELECTION",
            help: "which tests come with what is selected"),
    ]

    /// What is read where an earlier run has left it.
    static let deferral: [OptionSpec] = [
        .flag(
            "defer", negatable: true, environment: "DBT_DEFER",
            help: "read what is not built here as --state has it"),
        .flag(
            "favor-state", negatable: true, environment: "DBT_FAVOR_STATE",
            help: "with --defer, also what is here"),
        .value(
            "defer-state", "DIR", .directory, environment: "DBT_DEFER_STATE",
            help: "artifacts for --defer, over --state"),
    ]

    /// What to take and what to leave out, where what is left out may be read elsewhere.
    static let deferrable: [OptionSpec] = selection + deferral

    static let resourceTypes: [OptionSpec] = [
        .value(
            "resource-type", "TYPE", greedy: true, environment: "DBT_RESOURCE_TYPES",
            help: "only resources of these types"),
        .value("resource-types", "TYPE", greedy: true, hidden: true, help: "as --resource-type"),
        .value(
            "exclude-resource-type", "TYPE", greedy: true,
            environment: "DBT_EXCLUDE_RESOURCE_TYPES", help: "no resources of these types"),
        .value(
            "exclude-resource-types", "TYPE", greedy: true, hidden: true,
            help: "as --exclude-resource-type"),
    ]

    static let fullRefresh = OptionSpec.flag(
        "full-refresh", short: "f", environment: "DBT_FULL_REFRESH",
        help: "build incremental models from nothing")
    static let failFast = OptionSpec.flag(
        "fail-fast", short: "x", negatable: true, environment: "DBT_FAIL_FAST",
        help: "stop after the first failure")
    static let empty = OptionSpec.flag(
        "empty", negatable: true, environment: "DBT_EMPTY",
        help: "read no rows: build only the shapes")
    /// What is taken of rows that say when they happened.
    static let eventTimes: [OptionSpec] = [
        .value(
            "event-time-start", "TIME", environment: "DBT_EVENT_TIME_START",
            help: "build batches of microbatch models from here"),
        .value(
            "event-time-end", "TIME", environment: "DBT_EVENT_TIME_END",
            help: "build batches of microbatch models up to here"),
    ]
    static let sample = OptionSpec.value(
        "sample", "STRETCH", environment: "DBT_SAMPLE",
        help: "read rows of '3 days' or '{start: …, end: …}' only")
    static let storeFailures = OptionSpec.flag(
        "store-failures", environment: "DBT_STORE_FAILURES",
        help: "keep the rows that fail tests in tables")
    static let inline = OptionSpec.value(
        "inline", "SQL", help: "a template in place of a model")
    static let limit = OptionSpec.value(
        "limit", "N", .integer(-1...Int.max), default: "5", help: "rows to show; -1 for all")
}
