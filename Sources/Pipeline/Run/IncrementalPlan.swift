internal import Jinja

/// How an incremental model's new rows get into its table. Decides, and leaves the running to
/// others.
struct IncrementalPlan {
    enum Strategy: String {
        case append
        case deleteInsert = "delete+insert"
        case merge, microbatch
    }

    let strategy: Strategy
    let keys: [String]
    let onSchemaChange: SchemaChange
    private let hasKeyList: Bool
    private let predicates: [String]
    private let usingColumns, returningColumns: [String]
    private let updateCondition, insertCondition: String?
    private let changes: MergeUpdate
    private let clauses: MergeClauses?

    /// What a batch replaces, of a microbatch model.
    private let batch: String?

    /// - Parameter batch: the batch that is built, of a microbatch model.
    init(_ node: Node, batch: Batch? = nil) throws(PipelineError) {
        self.batch = batch.map { $0.window.condition(on: $0.eventTime) }
        let configuration = node.configuration
        let name = try configuration.string("incremental_strategy") ?? "default"
        strategy = Strategy(rawValue: name) ?? .deleteInsert
        keys = try configuration.strings("unique_key").filter { !$0.isEmpty }
        hasKeyList = configuration["unique_key"]?.elements != nil
        let change = try configuration.string("on_schema_change") ?? "ignore"
        onSchemaChange = SchemaChange(rawValue: change) ?? .ignore
        var predicates = try configuration.strings("predicates")
        if predicates.isEmpty { predicates = try configuration.strings("incremental_predicates") }
        self.predicates = predicates
        clauses = try MergeClauses(configuration)
        returningColumns = try configuration.strings("merge_returning_columns")
        usingColumns = try configuration.strings("merge_on_using_columns")
        updateCondition = try configuration.string("merge_update_condition")
        insertCondition = try configuration.string("merge_insert_condition")
        changes = MergeUpdate(
            include: try configuration.strings("merge_update_columns"),
            exclude: try configuration.strings("merge_exclude_columns"),
            computed: try configuration.mapping("merge_update_set_expressions").map {
                ($0.key, $0.value.pythonText)
            })
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
        var matches = keys.map { "DBT_INTERNAL_SOURCE.\($0) = DBT_INTERNAL_DEST.\($0)" }
        if matches.isEmpty { matches = ["false"] }
        var join = "using (\(usingColumns.joined(separator: ", ")))"
        if usingColumns.isEmpty {
            join = "on (" + (matches + predicates).joined(separator: ") and (") + ")"
        } else if !predicates.isEmpty {
            join += " on (" + predicates.joined(separator: ") and (") + ")"
        }
        let updateIf = updateCondition.map { " and \($0)" } ?? ""
        let insertIf = insertCondition.map { " and \($0)" } ?? ""
        let update =
            changes.isDefault
            ? "update by name"
            : "update set " + (try changes.assignments(columns)).joined(separator: ", ")
        let whenMatched = "when matched\(updateIf) then \(update)"
        let whenNotMatched = "when not matched\(insertIf) then insert by name"
        let when =
            try clauses?.sql(
                columns: columns, whenMatched: whenMatched, whenNotMatched: whenNotMatched)
            ?? "\(whenMatched) \(whenNotMatched)"
        let returning =
            returningColumns.isEmpty
            ? "" : " returning " + returningColumns.joined(separator: ", ")
        return "merge into \(target.sql) as DBT_INTERNAL_DEST "
            + "using \(source.sql) as DBT_INTERNAL_SOURCE \(join) \(when)\(returning)"
    }
}
