internal import DuckDB
internal import Jinja

/// What `load_result` gives for a statement that ran under a name: the values as dbt's tables hold
/// them.
struct StatementResult: Sendable {
    let names: [String]
    let rows: [[Jinja.Value]]
    let kinds: [QueryColumn]
    /// Where the table's `print_table` writes.
    var show: @Sendable (String) -> Void = { _ in }
    var response: Jinja.Value = .object(ResponseObject())

    /// A statement whose rows nobody asked for.
    static let empty = StatementResult(TableObject(names: [], rows: []))

    init(_ table: TableObject) {
        (names, rows, kinds) = (table.names, table.rows, table.kinds)
    }

    /// - Parameter zone: the session's time zone, asked for where a column needs it.
    init(
        _ result: DuckDB.Result, zone: () throws(PipelineError) -> TimeZoneObject
    ) throws(PipelineError) {
        names = Self.unique(result.columns.map(\.name))
        var session = TimeZoneObject.utc
        for column in result.columns {
            if Self.needsZone(column.type) { session = try zone() }
            if case .variant = column.type {
                throw PipelineError(
                    .unsupported,
                    "the column '\(column.name)' is a VARIANT, which templates cannot read",
                    hint: "Cast it to JSON or to VARCHAR.")
            }
        }
        var cells: [[QueryCell]] = []
        do throws(JinjaError) {
            for row in result.rows {
                var line: [QueryCell] = []
                for value in row.values { line.append(try QueryCell(value, zone: session)) }
                cells.append(line)
            }
        } catch {
            throw PipelineError(error)
        }
        let kinds = names.indices.map { index in QueryColumn(cells.lazy.map { $0[index] }) }
        rows = cells.map { line in zip(kinds, line).map { $0.cast($1) } }
        self.kinds = kinds
    }

    /// A name that comes again gets a number.
    private static func unique(_ names: [String]) -> [String] {
        var counts: [String: Int] = [:]
        return names.map { name in
            let count = (counts[name] ?? 0) + 1
            counts[name] = count
            return count == 1 ? name : "\(name)_\(count)"
        }
    }

    private static func needsZone(_ type: LogicalType) -> Bool {
        switch type {
        case .timestampTZ: true
        case .list(let element), .array(let element, _): needsZone(element)
        case .structure(let members), .union(let members):
            members.contains { needsZone($0.type) }
        case .map(let key, let value): needsZone(key) || needsZone(value)
        default: false
        }
    }

    /// The rows as a table.
    var table: Jinja.Value {
        .object(TableObject(names: names, rows: rows, kinds: kinds, show: show))
    }

    /// A dict of `table`, `data` and `response`, as dbt gives it.
    var value: Jinja.Value {
        .dict(
            Dict([
                "table": table, "data": Jinja.Value(rows.map { Jinja.Value(tuple: $0) }),
                "response": response,
            ]))
    }
}
