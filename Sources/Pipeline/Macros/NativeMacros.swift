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
            "drop_relation_if_exists", "register_upstream_external_models",
        ].contains(name)
    }

    private static let names: Set<String> = [
        "create_table_as", "create_view_as", "create_or_replace_view", "get_create_table_as_sql",
        "get_create_view_as_sql", "get_create_sql", "get_merge_sql",
        "get_insert_overwrite_merge_sql",
        "get_delete_insert_merge_sql", "get_incremental_append_sql", "get_incremental_default_sql",
        "get_incremental_delete_insert_sql", "get_incremental_merge_sql",
        "get_incremental_microbatch_sql", "get_insert_into_sql", "process_schema_changes",
        "check_for_schema_changes", "sync_column_schemas", "alter_column_type",
        "alter_relation_add_remove_columns", "get_test_sql", "run_hooks", "load_csv_rows",
        "create_csv_table", "reset_csv_table", "create_schema", "drop_schema", "drop_relation",
        "rename_relation", "truncate_relation", "make_temp_relation", "make_intermediate_relation",
        "make_backup_relation", "list_relations_without_caching", "get_columns_in_relation",
        "check_schema_exists", "list_schemas", "persist_docs", "apply_grants", "statement",
        "run_query", "is_incremental", "should_full_refresh", "should_store_failures",
        "load_relation", "load_cached_relation", "drop_relation_if_exists",
    ]
}
