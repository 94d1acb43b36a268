internal import Jinja

/// Which columns a MERGE updates, and to what.
struct MergeUpdate {
    let include, exclude: [String]
    let computed: [(column: String, expression: String)]

    var isDefault: Bool { include.isEmpty && exclude.isEmpty && computed.isEmpty }

    /// `column = expression`, computed ones first.
    func assignments(_ columns: [String]) throws(PipelineError) -> [String] {
        if !include.isEmpty, !exclude.isEmpty {
            throw PipelineError(
                .configuration,
                "merge_update_columns and merge_exclude_columns exclude each other")
        }
        let left = Set(exclude.map { $0.lowercased() })
        let chosen =
            include.isEmpty
            ? columns.filter { !left.contains($0.lowercased()) }.map(quoted) : include
        let taken = Set(computed.map(\.column))
        var parts = computed.map { "\($0.column) = \($0.expression)" }
        for column in chosen
        where !taken.contains(column.replacing("\"", with: "").replacing("'", with: "")) {
            parts.append("\(column) = DBT_INTERNAL_SOURCE.\(column)")
        }
        return parts
    }
}
