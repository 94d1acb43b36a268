/// The macros of dbt that a project may redefine to change how nodes are built, and that are
/// native code here: a redefinition would have no effect, so it is refused.
enum NativeMacros {
    static func isReplaced(_ name: String) -> Bool {
        var base = Substring(name)
        for prefix in ["default__", "duckdb__"] where base.hasPrefix(prefix) {
            base = base.dropFirst(prefix.count)
        }
        return names.contains(String(base))
    }

    /// Whether templates can call it as one of dbt's macros, though it is written in Swift.
    static func isCallable(_ name: String) -> Bool {
        [
            "statement", "noop_statement", "run_query", "is_incremental", "should_full_refresh",
            "should_store_failures", "load_relation", "load_cached_relation",
            "drop_relation_if_exists", "register_upstream_external_models", "store_result",
            "store_raw_result", "load_result",
        ].contains(name)
    }

    private static let names: Set<String> = [
        "get_create_sql", "get_insert_overwrite_merge_sql", "get_incremental_microbatch_sql",
        "load_csv_rows", "create_csv_table", "reset_csv_table", "get_csv_sql",
        "get_unit_test_sql", "get_fixture_sql", "get_expected_sql", "snapshot_merge_sql",
        "snapshot_staging_table", "build_snapshot_table", "build_snapshot_staging_table",
        "snapshot_check_strategy", "snapshot_timestamp_strategy", "snapshot_hash_arguments",
        "create_columns", "post_snapshot", "collect_freshness", "write_to_file",
    ]
}
