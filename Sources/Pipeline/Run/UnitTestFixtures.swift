internal import Jinja

/// The SQL of the rows that a unit test gives and expects.
struct UnitTestFixtures {
    let test: String
    let engine: Engine

    typealias Column = (name: String, type: String)

    /// Rows in the form of a relation: what they do not name is NULL.
    func query(
        _ rows: UnitTest.Rows, like relation: Relation, seed: () throws(PipelineError) -> CSVFile
    ) throws(PipelineError) -> String {
        var values: [[(column: String, value: Value)]]
        switch rows {
        case .query(let sql): return sql
        case .values(let given): values = given
        case .seed:
            let file = try seed()
            values = file.records.map { record in
                zip(file.columns, record).map { ($0, Value.string($1)) }
            }
        }
        guard try engine.existing(relation) != nil else {
            throw PipelineError(
                .database,
                "the columns of \(relation) are not known, because it does not exist yet",
                hint: "Build it first, or give its rows with `format: sql`.")
        }
        let columns = try engine.columns(of: relation)
        if values.isEmpty { return select(columns.map { ($0, Value.none) }) + "\nlimit 0" }
        var selects: [String] = []
        for row in values {
            let given = try cells(row, columns, of: "'\(relation.identifier ?? "")'")
            selects.append(
                select(
                    columns.map { column in
                        (
                            column,
                            given.first { $0.column.name == column.name }?.value ?? Value.none
                        )
                    }))
        }
        return selects.joined(separator: "\nunion all\n")
    }

    /// The rows that are expected of a query with these columns, and the columns they name.
    func expected(
        _ rows: UnitTest.Rows, of columns: [Column]
    ) throws(PipelineError) -> (sql: String, columns: [Column]) {
        switch rows {
        case .query(let sql): return (sql, columns)
        case .seed: return ("", [])
        case .values(let rows):
            guard let first = rows.first else { return ("", columns) }
            let named = try cells(first, columns, of: "what is expected").map(\.column)
            var selects: [String] = []
            for row in rows {
                selects.append(select(try cells(row, columns, of: "what is expected")))
            }
            return (selects.joined(separator: "\nunion all\n"), named)
        }
    }

    /// A row's values with the columns they belong to.
    private func cells(
        _ row: [(column: String, value: Value)], _ columns: [Column], of what: String
    ) throws(PipelineError) -> [(column: Column, value: Value)] {
        var cells: [(column: Column, value: Value)] = []
        for (name, value) in row {
            guard let column = columns.first(where: { $0.name.lowercased() == name.lowercased() })
            else {
                throw PipelineError(
                    .configuration,
                    "the unit test '\(test)' has a column '\(name)' in \(what), which has "
                        + columns.map(\.name).joined(separator: ", "),
                    hint: suggestion(for: name, among: columns.map(\.name)))
            }
            cells.append((column, value))
        }
        return cells
    }

    private func select(_ cells: [(column: Column, value: Value)]) -> String {
        "select "
            + cells.map { column, value in
                "cast(\(Self.literal(value)) as \(column.type)) as \(quoted(column.name))"
            }.joined(separator: ", ")
    }

    private static func literal(_ value: Value) -> String {
        switch value {
        case .none: "null"
        case .string(let text): "'" + text.replacing("'", with: "''") + "'"
        default: value.pythonText
        }
    }
}
