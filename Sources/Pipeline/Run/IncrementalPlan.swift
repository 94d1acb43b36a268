internal import Jinja

/// How an incremental model's new rows get into its table. Decides, and leaves the running to
/// others.
struct IncrementalPlan {
    enum Strategy: String, CaseIterable {
        case append
        case deleteInsert = "delete+insert"
        case merge, microbatch

        /// Nil for one that nobody knows. Macros of strategies have `_` for the `+`, so either is
        /// the same name.
        init?(named name: String) {
            let plain = name.replacing("_", with: "+")
            self.init(rawValue: plain.isEmpty || plain == "default" ? "delete+insert" : plain)
        }
    }

    let strategy: Strategy
    let keys: [String]
    let onSchemaChange: SchemaChange
    private let hasKeyList: Bool
    private let predicates: [String]
    private let merging: MergeOptions?

    /// What a batch replaces, of a microbatch model.
    private let batch: String?

    /// - Parameters:
    ///   - batch: the batch that is built, of a microbatch model.
    /// - Throws: what the strategy cannot do. A model's first build needs no strategy, and other
    ///   models none of this one's.
    init(_ node: Node, batch: Batch? = nil) throws(PipelineError) {
        self.batch = batch.map { $0.window.condition(on: $0.eventTime) }
        let configuration = node.configuration
        let name = try configuration.string("incremental_strategy") ?? ""
        guard let strategy = Strategy(named: name) else {
            let known = Strategy.allCases.map(\.rawValue)
            throw PipelineError.unsupported(
                "the incremental strategy '\(name)'",
                hint: suggestion(for: name, among: known)
                    ?? "Supported: \(known.joined(separator: ", ")).")
        }
        self.strategy = strategy
        keys = configuration.texts("unique_key").filter { !$0.isEmpty }
        if strategy == .microbatch, !keys.isEmpty {
            throw PipelineError(
                .configuration, "a microbatch model takes no `unique_key`",
                hint: "A batch replaces all rows of its time. Use the strategy merge for keys.")
        }
        hasKeyList = configuration["unique_key"]?.elements != nil
        onSchemaChange =
            SchemaChange(rawValue: try configuration.string("on_schema_change") ?? "") ?? .ignore
        var predicates = try configuration.strings("predicates")
        if predicates.isEmpty { predicates = try configuration.strings("incremental_predicates") }
        self.predicates = predicates
        merging = strategy == .merge ? try MergeOptions(configuration) : nil
    }

    /// Whether rows are only added and columns are not compared.
    var isPlainInsert: Bool {
        guard onSchemaChange == .ignore else { return false }
        return strategy == .append || (strategy == .deleteInsert && keys.isEmpty)
    }

    /// The statements that move the rows, in order.
    func statements(
        target: Relation, source: Relation, columns: [String]
    ) throws(PipelineError) -> [String] {
        switch strategy {
        case .append: return [insert(target, source, columns)]
        case .deleteInsert:
            return keys.isEmpty
                ? [insert(target, source, columns)]
                : [delete(target, source), insert(target, source, columns)]
        case .merge: return [try merge(target, source, columns)]
        case .microbatch:
            guard let batch else {
                throw PipelineError(
                    .configuration, "the strategy microbatch is for batches only")
            }
            let conditions = ([batch] + predicates.map { "(\($0))" }).joined(separator: " and ")
            return [
                "delete from \(target.sql) where \(conditions)",
                insert(target, source, columns) + " where \(batch)",
            ]
        }
    }

    private func insert(_ target: Relation, _ source: Relation, _ columns: [String]) -> String {
        let list = columns.map(quoted).joined(separator: ", ")
        return "insert into \(target.sql) (\(list)) select \(list) from \(source.sql)"
    }

    /// A single key may be an expression, so it is compared as it is written.
    private func delete(_ target: Relation, _ source: Relation) -> String {
        let conditions = predicates.map { " and " + $0 }.joined()
        if !hasKeyList, let key = keys.first {
            return "delete from \(target.sql) where (\(key)) in "
                + "(select (\(key)) from \(source.sql))\(conditions)"
        }
        let matches = keys.map { "DBT_INCREMENTAL_SOURCE.\($0) = DBT_INCREMENTAL_TARGET.\($0)" }
        return "delete from \(target.sql) as DBT_INCREMENTAL_TARGET "
            + "using \(source.sql) as DBT_INCREMENTAL_SOURCE "
            + "where \(matches.joined(separator: " and "))\(conditions)"
    }

    private func merge(
        _ target: Relation, _ source: Relation, _ columns: [String]
    ) throws(PipelineError) -> String {
        let clauses = try merging?.sql(keys: keys, predicates: predicates, columns: columns) ?? ""
        return "merge into \(target.sql) as DBT_INTERNAL_DEST "
            + "using \(source.sql) as DBT_INTERNAL_SOURCE \(clauses)"
    }
}

/// What an incremental model does when its query has other columns than its table.
enum SchemaChange: String {
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
