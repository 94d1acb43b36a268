internal import Jinja

/// The WHEN clauses of a MERGE as dbt-duckdb's config `merge_clauses` spells them.
struct MergeClauses {
    private let matched: [Value]?
    private let notMatched: [Value]?

    /// Nil where the config is not set. Keys that no clause has are passed over.
    init?(_ configuration: Configuration) throws(PipelineError) {
        guard let value = configuration["merge_clauses"], !value.isNone else { return nil }
        guard let dict = value.dict else {
            throw Self.failure("`merge_clauses` must be a mapping")
        }
        matched = try Self.list(dict, "when_matched")
        notMatched = try Self.list(dict, "when_not_matched")
        if matched == nil, notMatched == nil {
            throw Self.failure("`merge_clauses` needs when_matched or when_not_matched")
        }
        let ignored = [
            "merge_update_condition", "merge_insert_condition", "merge_update_columns",
            "merge_update_set_expressions", "merge_exclude_columns",
        ].filter { configuration[$0].map { !$0.isEmptyOrNone } ?? false }
        if !ignored.isEmpty {
            throw Self.failure(
                "with `merge_clauses`, \(ignored.joined(separator: ", ")) would be ignored; "
                    + "say it inside the clauses")
        }
    }

    private static func failure(_ message: String) -> PipelineError {
        PipelineError(.configuration, message)
    }

    private static func list(_ dict: Dict, _ key: String) throws(PipelineError) -> [Value]? {
        guard let value = dict[key] else { return nil }
        guard let items = value.elements, !items.isEmpty,
            items.allSatisfy({ $0.dict != nil })
        else { throw failure("`merge_clauses.\(key)` must be a list of mappings") }
        return items
    }

    /// The clauses, those that are not spelled as the defaults given.
    func sql(
        columns: [String], whenMatched: String, whenNotMatched: String
    ) throws(PipelineError) -> String {
        var parts: [String] = []
        if let matched {
            for clause in matched {
                guard let dict = clause.dict else { continue }
                parts.append(
                    "when matched\(condition(dict)) then \(try action(dict, columns, false))")
            }
        } else {
            parts.append(whenMatched)
        }
        if let notMatched {
            for clause in notMatched {
                guard let dict = clause.dict else { continue }
                let by = dict["by"]?.string.map { " by \($0)" } ?? ""
                parts.append(
                    "when not matched\(by)\(condition(dict)) then "
                        + (try action(dict, columns, true)))
            }
        } else {
            parts.append(whenNotMatched)
        }
        return parts.joined(separator: " ")
    }

    private func condition(_ dict: Dict) -> String {
        guard let value = dict["condition"], !value.isEmptyOrNone else { return "" }
        if let text = value.string { return " and \(text)" }
        let parts = (value.elements ?? []).map(\.pythonText)
        return " and (\(parts.joined(separator: ") and (")))"
    }

    private func action(
        _ dict: Dict, _ columns: [String], _ inserts: Bool
    ) throws(PipelineError) -> String {
        let mode = dict["mode"]?.string ?? ""
        switch dict["action"]?.string {
        case "update" where inserts:
            return "update set " + assignments(dict["set_expressions"]).joined(separator: ", ")
        case "update":
            switch mode {
            case "by_name": return "update by name"
            case "by_position": return "update by position"
            case "star": return "update set *"
            case "explicit": return "update set " + (try explicit(dict["update"]?.dict, columns))
            default: throw Self.failure("the update mode '\(mode)' of a merge clause is unknown")
            }
        case "insert" where inserts:
            switch mode {
            case "by_name": return "insert by name"
            case "by_position": return "insert by position"
            case "star": return "insert *"
            case "explicit":
                let names = (dict["insert"]?.dict?["columns"]?.elements ?? []).map(\.pythonText)
                let values = (dict["insert"]?.dict?["values"]?.elements ?? []).map(\.pythonText)
                return "insert (\(names.joined(separator: ", "))) "
                    + "values (\(values.joined(separator: ", ")))"
            default: throw Self.failure("the insert mode '\(mode)' of a merge clause is unknown")
            }
        case "delete": return "delete"
        case "do_nothing": return "do nothing"
        case "error":
            guard let message = dict["error_message"]?.string else { return "error" }
            return "error " + literal(message)
        case let other:
            throw Self.failure("the action '\(other ?? "")' of a merge clause is unknown")
        }
    }

    private func assignments(_ value: Value?) -> [String] {
        (value?.dict?.entries ?? []).map { "\($0.key.pythonText) = \($0.value.pythonText)" }
    }

    private func explicit(_ dict: Dict?, _ columns: [String]) throws(PipelineError) -> String {
        let include = (dict?["include"]?.elements ?? []).map(\.pythonText)
        let exclude = (dict?["exclude"]?.elements ?? []).map(\.pythonText)
        let computed = dict?["set_expressions"]?.dict
        return try MergeUpdate(
            include: include, exclude: exclude,
            computed: (computed?.entries ?? []).map { ($0.key.pythonText, $0.value.pythonText) }
        ).assignments(columns).joined(separator: ", ")
    }
}
