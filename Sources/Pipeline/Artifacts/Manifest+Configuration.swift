internal import Jinja

internal import enum JSON.JSON

extension Manifest {
    static let docsDefault: JSON = ["show": true, "node_color": nil]

    /// The configuration of a node with dbt's defaults in the place of what nobody says.
    func configuration(of node: Node) -> JSON.Object {
        var config = Self.common
        switch node.kind {
        case .test: Self.add(Self.test, to: &config)
        default:
            Self.add(Self.table, to: &config)
            switch node.kind {
            case .model: Self.add(Self.model, to: &config)
            case .seed: Self.add(["delimiter": ",", "quote_columns": nil], to: &config)
            case .snapshot: Self.add(Self.snapshot, to: &config)
            default: break
            }
        }
        for (key, value) in node.configuration.values.sorted(by: { $0.key < $1.key }) {
            switch (key, config[key]) {
            case ("pre-hook", _), ("post-hook", _): continue
            case (_, .object(var known)?):
                guard case .object(let own) = JSON(value) else { break }
                for entry in own.entries { known[entry.key] = entry.value }
                config[key] = .object(known)
                continue
            default: break
            }
            config[key] = JSON(value)
        }
        config["materialized"] = .string(
            node.materialization == .none ? "view" : node.materializationName)
        config["tags"] = JSON(node.tags)
        if node.kind != .test {
            config["pre-hook"] = hooks(node.hooks.before)
            config["post-hook"] = hooks(node.hooks.after)
        }
        if node.kind == .test, let severity = config["severity"]?.string,
            severity.lowercased() == "error"
        {
            config["severity"] = .string(node.configuration["severity"]?.string ?? "ERROR")
        }
        return config
    }

    /// What is written in the project, without defaults.
    func written(_ values: [String: Value]) -> JSON {
        .object(JSON.Object(values.sorted { $0.key < $1.key }.map { ($0.key, JSON($0.value)) }))
    }

    private func hooks(_ hooks: [Hook]) -> JSON {
        .array(
            hooks.map {
                [
                    "sql": .string($0.sql), "transaction": .bool($0.insideTransaction),
                    "index": nil,
                ]
            })
    }

    private static func add(_ more: JSON.Object, to config: inout JSON.Object) {
        for entry in more.entries { config[entry.key] = entry.value }
    }

    static let common: JSON.Object = [
        "enabled": true, "alias": nil, "schema": nil, "database": nil, "tags": [], "meta": .empty,
        "group": nil, "static_analysis": nil, "materialized": nil,
    ]

    static let table: JSON.Object = [
        "incremental_strategy": nil, "batch_size": nil, "lookback": 1, "begin": nil,
        "persist_docs": .empty, "post-hook": [], "pre-hook": [], "quoting": .empty,
        "column_types": .empty, "full_refresh": nil, "unique_key": nil,
        "on_schema_change": "ignore", "on_configuration_change": "apply", "grants": .empty,
        "packages": [], "docs": docsDefault,
        "contract": ["enforced": false, "alias_types": true], "event_time": nil,
        "concurrent_batches": nil,
    ]

    private static let model: JSON.Object = [
        "access": "protected", "freshness": nil, "on_error": nil,
        "latest_version_pointer": ["enabled": nil, "alias": nil],
    ]

    private static let snapshot: JSON.Object = [
        "strategy": nil, "target_schema": nil, "target_database": nil, "updated_at": nil,
        "check_cols": nil,
        "snapshot_meta_column_names": [
            "dbt_valid_to": nil, "dbt_valid_from": nil, "dbt_scd_id": nil, "dbt_updated_at": nil,
            "dbt_is_deleted": nil,
        ], "dbt_valid_to_current": nil,
    ]

    private static let test: JSON.Object = [
        "schema": "dbt_test__audit", "severity": "ERROR", "store_failures": nil,
        "store_failures_as": nil, "sql_header": nil, "where": nil, "limit": nil,
        "fail_calc": "count(*)", "warn_if": "!= 0", "error_if": "!= 0",
    ]
}
