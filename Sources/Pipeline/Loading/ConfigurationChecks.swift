internal import Jinja

/// Configs that would change what a node is and are not supported: each is refused by its name.
enum ConfigurationChecks {
    static let strategies = ["append", "delete+insert", "merge", "microbatch"]

    /// - Parameter macros: where a strategy of the project's own may be.
    static func check(_ node: Node, macros: MacroLibrary) throws(PipelineError) {
        let configuration = node.configuration
        _ = try TableContract(node)
        _ = try node.storedFailures(byDefault: false)
        if node.kind == .snapshot { _ = try SnapshotPlan(configuration) }
        guard node.materialization == .incremental else { return }
        if node.isMicrobatch(macros, batchesCustom: false) { _ = try MicrobatchPlan(node) }
        let own = try node.strategyMacro
        try checkIncremental(
            configuration, hasOwnStrategy: macros.isReplaced(own, for: node.package))
    }

    private static func checkIncremental(
        _ configuration: Configuration, hasOwnStrategy: Bool
    ) throws(PipelineError) {
        _ = try MergeClauses(configuration)
        if let strategy = try configuration.string("incremental_strategy"), strategy != "default",
            !strategies.contains(strategy), !hasOwnStrategy
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

extension Node {
    /// The macro that dbt asks for the SQL of an incremental model.
    var strategyMacro: String {
        get throws(PipelineError) {
            let strategy = try configuration.string("incremental_strategy") ?? "default"
            return "get_incremental_\(strategy.replacing("+", with: "_"))_sql"
        }
    }
}
