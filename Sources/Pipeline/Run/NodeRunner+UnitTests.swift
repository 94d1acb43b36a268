internal import DuckDB
internal import Jinja

extension NodeRunner {
    /// Runs the model's SQL over the given rows and compares what comes of it, as a bag of rows,
    /// with what is expected.
    func runUnitTest(_ test: UnitTest) throws(PipelineError) -> Outcome {
        let fixtures = UnitTestFixtures(test: node.name, engine: engine)
        let described = try query(
            "select column_name, column_type from (describe select * from (", "))")
        let columns = described.rows.map {
            (name: $0[0].stringValue ?? "", type: $0[1].stringValue ?? "")
        }
        let (rows, named) = try fixtures.expected(test.expected, of: columns)
        let list = named.map { quoted($0.name) }.joined(separator: ", ")
        // Of no expected rows only the columns have to be known.
        let expected = rows.isEmpty ? "select \(list) from actual limit 0" : rows
        let differences = try query(
            "with actual as (select \(list) from (",
            """
            ) as model),
            expected as (select \(list) from (\(expected)) as fixture)
            select 'missing', * from (from expected except all from actual)
            union all
            select 'unexpected', * from (from actual except all from expected)
            """)
        var outcome = Outcome(message: "", status: .pass, failures: 0)
        if differences.rowCount > 0 {
            outcome.status = .fail
            outcome.rows = 1
            outcome.failures = 1
            outcome.message = Self.text(of: differences, named.map(\.name))
        }
        return outcome
    }

    /// The rows that differ, at most ten; they are made of the test's own.
    private static func text(of result: DuckDB.Result, _ names: [String]) -> String {
        let shown = result.rows.prefix(10).map { row in
            let cells = zip(names, row.values.dropFirst()).map { name, value in
                "\(name): \(value.isNull ? "NULL" : String(describing: value))"
            }
            return "  \(row[0].stringValue ?? ""): \(cells.joined(separator: ", "))"
        }
        let more = result.rowCount - shown.count
        return
            (["The model gives other rows than the unit test expects."] + shown
            + (more > 0 ? ["  and \(more) more"] : [])).joined(separator: "\n")
    }
}
