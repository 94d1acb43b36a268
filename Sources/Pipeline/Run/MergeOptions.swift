internal import Jinja

/// The configs of the strategy merge: what rows are the same, and what becomes of them.
struct MergeOptions {
    private let usingColumns, returningColumns: [String]
    private let updateCondition, insertCondition: String?
    private let changes: MergeUpdate
    private let clauses: MergeClauses?

    init(_ configuration: Configuration) throws(PipelineError) {
        clauses = try MergeClauses(configuration)
        returningColumns = try Self.list(configuration, "merge_returning_columns")
        usingColumns = try Self.list(configuration, "merge_on_using_columns")
        updateCondition = try Self.text(configuration, "merge_update_condition")
        insertCondition = try Self.text(configuration, "merge_insert_condition")
        changes = MergeUpdate(
            include: try Self.list(configuration, "merge_update_columns"),
            exclude: try Self.list(configuration, "merge_exclude_columns"),
            computed: try configuration.mapping("merge_update_set_expressions").map {
                ($0.key, $0.value.pythonText)
            })
    }

    /// A list of texts; one text is none, as it would be read letter by letter.
    private static func list(
        _ configuration: Configuration, _ key: String
    ) throws(PipelineError) -> [String] {
        guard let value = configuration[key], !value.isNone else { return [] }
        guard let items = value.elements, value.dict == nil else {
            throw PipelineError(.configuration, "the config '\(key)' must be a list")
        }
        let texts = items.compactMap(\.string)
        guard texts.count == items.count else {
            throw PipelineError(.configuration, "the config '\(key)' must be a list of strings")
        }
        return texts
    }

    private static func text(
        _ configuration: Configuration, _ key: String
    ) throws(PipelineError) -> String? {
        guard let value = configuration[key], !value.isNone else { return nil }
        guard let text = value.string else {
            throw PipelineError(.configuration, "the config '\(key)' must be a string")
        }
        return text
    }

    /// What follows source and target of a MERGE.
    func sql(
        keys: [String], predicates: [String], columns: [String]
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
        return "\(join) \(when)\(returning)"
    }
}
