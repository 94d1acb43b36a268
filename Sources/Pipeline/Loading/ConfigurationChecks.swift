internal import Jinja

/// Configs that would change what a node is and are not supported: each is refused by its name.
enum ConfigurationChecks {
    static let strategies = ["append", "delete+insert", "merge"]

    static func check(_ node: Node) throws(PipelineError) {
        let configuration = node.configuration
        if let contract = configuration["contract"]?.dict, contract["enforced"]?.bool == true {
            throw PipelineError.unsupported("the config `contract` with `enforced: true`")
        }
        if try configuration.bool("store_failures") == true
            || configuration["store_failures_as"].map({ !$0.isNone }) == true
        {
            throw PipelineError.unsupported("the config `store_failures`")
        }
        if let docs = configuration["persist_docs"]?.dict,
            docs.values.contains(where: { $0.bool == true })
        {
            throw PipelineError.unsupported("the config `persist_docs`")
        }
        for key in [
            "indexes", "partitioned_by", "partition_by", "sorted_by", "sort_by", "merge_clauses",
            "merge_returning_columns", "grants",
        ] where configuration[key].map({ !$0.isEmptyOrNone }) == true {
            throw PipelineError.unsupported("the config `\(key)`")
        }
        if node.kind == .snapshot { _ = try SnapshotPlan(configuration) }
        if node.materialization == .incremental { try checkIncremental(configuration) }
    }

    private static func checkIncremental(_ configuration: Configuration) throws(PipelineError) {
        if let strategy = try configuration.string("incremental_strategy"), strategy != "default",
            !strategies.contains(strategy)
        {
            throw PipelineError.unsupported(
                "the incremental strategy '\(strategy)'",
                hint: suggestion(for: strategy, among: strategies)
                    ?? "Supported: \(strategies.joined(separator: ", ")).")
        }
        if let change = try configuration.string("on_schema_change"),
            SchemaChange(rawValue: change) == nil
        {
            let known = SchemaChange.allCases.map(\.rawValue)
            throw PipelineError(
                .configuration, "the config `on_schema_change` cannot be '\(change)'",
                hint: suggestion(for: change, among: known)
                    ?? "It can be \(known.joined(separator: ", ")).")
        }
    }
}

/// What an incremental model does when its query has other columns than its table.
enum SchemaChange: String, CaseIterable {
    case ignore, fail
    case appendNewColumns = "append_new_columns"
    case syncAllColumns = "sync_all_columns"
}
