/// dbt's materializations as macros, and the macros that they call: where a project replaces one of
/// these, its nodes are built by macros.
enum BuiltInMaterializations {
    /// The macro of a materialization's name.
    static func entry(of name: String) -> MacroEntry? {
        let adapter = isForDuckDB(name) ? "duckdb" : "default"
        return BuiltInMacros.entries["materialization_\(name)_\(adapter)"]
    }

    /// Whether dbt-duckdb brings it, and not dbt itself.
    static func isForDuckDB(_ name: String) -> Bool {
        ["table", "incremental", "external", "table_function"].contains(name)
    }

    /// Whether dbt or dbt-duckdb brings it.
    static func contains(_ name: String) -> Bool {
        isForDuckDB(name)
            || [
                "view", "seed", "snapshot", "test", "unit", "ephemeral", "materialized_view",
                "clone", "function",
            ].contains(name)
    }

    /// What each materialization calls.
    static let macros: [String: Set<String>] = [
        "view": common.union(["get_create_view_as_sql", "create_view_as"]),
        "table": common.union(["create_table_as"]).union(indexes),
        "incremental": common.union(["create_table_as"]).union(indexes).union(strategies),
        "test": [
            "statement", "get_test_sql", "should_store_failures", "create_table_as",
            "create_view_as", "drop_relation",
        ],
    ]

    private static let common: Set<String> = [
        "statement", "run_query", "run_hooks", "load_cached_relation", "load_relation",
        "make_intermediate_relation", "make_backup_relation", "drop_relation_if_exists",
        "drop_relation", "rename_relation", "should_revoke", "copy_grants", "apply_grants",
        "persist_docs", "alter_relation_comment", "alter_column_comment",
    ]

    private static let indexes: Set<String> = ["create_indexes", "get_create_index_sql"]

    private static let strategies: Set<String> = [
        "make_temp_relation", "should_full_refresh", "incremental_validate_on_schema_change",
        "process_schema_changes", "check_for_schema_changes", "sync_column_schemas",
        "alter_column_type", "alter_relation_add_remove_columns", "diff_columns",
        "diff_column_data_types", "get_incremental_default_sql", "get_incremental_append_sql",
        "get_incremental_delete_insert_sql", "get_incremental_merge_sql",
        "get_incremental_microbatch_sql", "get_insert_into_sql",
        "get_delete_insert_merge_sql", "get_merge_sql", "get_merge_update_columns",
        "get_quoted_csv", "get_columns_in_relation",
    ]
}
