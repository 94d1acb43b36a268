internal import Jinja

/// The columns and rules that a model with an enforced contract promises.
struct TableContract {
    typealias Column = (name: String, type: String)

    private let node: Node
    /// The tables that foreign keys lead to, by how the constraint names them.
    private let targets: [String: Relation]

    /// Nil where the node's contract is not enforced.
    init?(_ node: Node, targets: [String: Relation] = [:]) throws(PipelineError) {
        guard node.kind == .model, node.hasEnforcedContract else { return nil }
        self.node = node
        self.targets = targets
        if node.columns.isEmpty {
            throw PipelineError(
                .contract, "the model has an enforced contract and no columns",
                hint: "List its columns with `name` and `data_type`.")
        }
        let untyped = node.columns.filter { $0.dataType == nil }.map(\.name)
        if !untyped.isEmpty {
            throw PipelineError(
                .contract,
                "the contract needs a data_type for \(untyped.joined(separator: ", "))")
        }
    }

    /// A query without rows that has the promised columns.
    var promised: String {
        let columns = node.columns.map { "cast(null as \($0.dataType ?? "")) as \(written($0))" }
        return "select \(columns.joined(separator: ", ")) where false"
    }

    /// The promised names as a list.
    var columnList: String { node.columns.map(written).joined(separator: ", ") }

    private func written(_ column: ColumnProperties) -> String {
        column.quoted ? quoted(column.name) : column.name
    }

    /// What the table is made of: columns with their rules, then the rules of the table.
    var definition: String {
        var parts = node.columns.map { column in
            let rules = column.constraints.compactMap(rule).map { " " + $0 }.joined()
            return "\(written(column)) \(column.dataType ?? "")\(rules)"
        }
        parts += node.constraints.compactMap(tableRule)
        return parts.joined(separator: ", ")
    }

    /// Whether the table refers to another one.
    var hasForeignKey: Bool {
        (node.constraints + node.columns.flatMap(\.constraints)).contains {
            $0.kind == .foreignKey
        }
    }

    private func rule(_ constraint: Constraint) -> String? {
        let text = constraint.expression.map { " " + $0 } ?? ""
        switch constraint.kind {
        case .check: return constraint.expression.map { "check (\($0))" }
        case .notNull: return "not null" + text
        case .unique: return "unique" + text
        case .primaryKey: return "primary key" + text
        case .foreignKey: return reference(constraint)
        case .custom: return constraint.expression
        }
    }

    private func tableRule(_ constraint: Constraint) -> String? {
        let prefix = constraint.name.map { "constraint \($0) " } ?? ""
        let columns = "(\(constraint.columns.joined(separator: ", ")))"
        let text = constraint.expression.map { " " + $0 } ?? ""
        switch constraint.kind {
        case .check: return constraint.expression.map { "\(prefix)check (\($0))" }
        case .unique: return "\(prefix)unique\(text) \(columns)"
        case .primaryKey: return "\(prefix)primary key\(text) \(columns)"
        case .foreignKey:
            return reference(constraint).map { "\(prefix)foreign key \(columns) \($0)" }
        case .custom: return constraint.expression.map { prefix + $0 }
        case .notNull: return nil
        }
    }

    /// DuckDB takes no database in front of the table, even its own.
    private func reference(_ constraint: Constraint) -> String? {
        guard let target = constraint.target, !constraint.targetColumns.isEmpty else {
            return constraint.expression.map { "references \($0)" }
        }
        var table = target
        if let relation = targets[target] {
            table = Relation(schema: relation.schema, identifier: relation.identifier).sql
        }
        return "references \(table) (\(constraint.targetColumns.joined(separator: ", ")))"
    }

    /// Compares what the query gives with what was promised.
    ///
    /// - Throws: code `.contract` with a table of the columns that differ.
    static func compare(actual: [Column], promised: [Column]) throws(PipelineError) {
        var rows: [[String]] = []
        for column in promised {
            guard let found = actual.first(where: { $0.name == column.name }) else {
                rows.append([column.name, "", column.type, "missing in definition"])
                continue
            }
            if found.type != column.type {
                rows.append([column.name, found.type, column.type, "data type mismatch"])
            }
        }
        for column in actual where !promised.contains(where: { $0.name == column.name }) {
            rows.append([column.name, column.type, "", "missing in contract"])
        }
        if rows.isEmpty, actual.count == promised.count { return }
        rows.insert(["column_name", "definition_type", "contract_type", "mismatch_reason"], at: 0)
        let widths = (0..<4).map { place in rows.map { $0[place].count }.max() ?? 0 }
        let lines = rows.map { row in
            "| "
                + zip(row, widths).map { text, width in
                    text + String(repeating: " ", count: width - text.count)
                }.joined(separator: " | ") + " |"
        }
        throw PipelineError(
            .contract,
            "the model's enforced contract is broken: its columns are not those of the contract\n"
                + lines.joined(separator: "\n"),
            hint: "Change the query, or the columns in the properties file.")
    }
}

extension Node {
    /// Whether the model promises its columns: `contract: {enforced: true}`.
    var hasEnforcedContract: Bool {
        configuration["contract"]?.dict?["enforced"]?.bool == true
    }
}
