internal import DuckDB
internal import Foundation
internal import Jinja

/// What `load_result` gives for a statement that ran under a name.
struct StatementResult: Sendable {
    let names: [String]
    let rows: [[Jinja.Value]]
    /// Where the table's `print_table` writes.
    var show: @Sendable (String) -> Void = { _ in }

    init(names: [String], rows: [[Jinja.Value]]) {
        self.names = names
        self.rows = rows
    }

    init(_ result: DuckDB.Result) {
        names = result.columns.map(\.name)
        rows = result.rows.map { row in row.values.map { Jinja.Value($0) } }
    }

    /// The rows as a table, whose numbers are decimals unless they are whole.
    var table: Jinja.Value {
        let cells = rows.map { row in
            row.map { value in
                guard case .double(let number) = value, number.isFinite else { return value }
                return DecimalObject(value.pythonText).map { .object($0) } ?? value
            }
        }
        return .object(TableObject(names: names, rows: cells, show: show))
    }

    /// A dict of `table`, `data` and `response`, as dbt gives it.
    var value: Jinja.Value {
        .dict(
            Dict([
                "table": table, "data": Jinja.Value(rows.map { Jinja.Value(tuple: $0) }),
                "response": Self.response,
            ]))
    }

    /// What dbt's connection tells of a statement that went well.
    static let response: Jinja.Value = .dict(
        Dict(["_message": "OK", "message": "OK", "code": "OK", "rows_affected": -1]))
}

extension Jinja.Value {
    /// A value of a result as templates see it: numbers, truth values, times and NULL keep their
    /// kind, what has parts becomes JSON, everything else is the text DuckDB prints.
    init(_ value: DuckDB.Value) {
        switch value {
        case .null: self = .none
        case .bool(let flag): self = .bool(flag)
        case .string(let text): self = .string(text)
        case .decimal(let number):
            self =
                DecimalObject(number.description).map { .object($0) } ?? .double(number.doubleValue)
        case .float, .double: self = .double(value.doubleValue ?? 0)
        case .int, .uint64, .hugeint, .uhugeint:
            self = value.intValue.map { .int($0) } ?? .double(value.doubleValue ?? 0)
        case .list, .array, .structure, .map:
            self = .string((try? JSON.text(of: Jinja.Value(parts: value))) ?? "")
        case .date(let date):
            self =
                Self.time(date.description, "%Y-%m-%d").map { .object(DateObject($0)) }
                ?? .string(date.description)
        case .timestamp(let moment):
            self =
                Self.time(moment.description, "%Y-%m-%d %H:%M:%S")
                .map { .object(DateTimeObject($0)) } ?? .string(moment.description)
        case .timestamptz(let moment):
            self =
                Self.time(moment.description, "%Y-%m-%d %H:%M:%S")
                .map { .object(DateTimeObject($0, zone: .utc)) }
                ?? .string(moment.description + "+00")
        case .time(let time): self = .string(time.description)
        case .uuid(let id): self = .string(id.uuidString.lowercased())
        case .union(_, let member): self.init(member)
        default: self = .string(String(describing: value))
        }
    }
}

extension Jinja.Value {
    /// A value with parts as lists and dicts.
    fileprivate init(parts value: DuckDB.Value) {
        switch value {
        case .list(let items), .array(let items):
            self.init(items.map { Jinja.Value(parts: $0) })
        case .structure(let fields):
            self = .dict(Dict(fields.map { (.string($0.name), Jinja.Value(parts: $0.value)) }))
        case .map(let entries):
            self = .dict(
                Dict(entries.map { (Jinja.Value(parts: $0.key), Jinja.Value(parts: $0.value)) }))
        default: self.init(value)
        }
    }

    /// A time as DuckDB prints it, where Python's can hold it.
    fileprivate static func time(_ text: String, _ format: String) -> CivilTime? {
        TimeFormat.read(text, text.contains(".") ? format + ".%f" : format)?.time
    }
}
