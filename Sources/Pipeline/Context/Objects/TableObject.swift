internal import Jinja

/// The answer of a statement as templates hold it: rows, and columns by place or name.
final class TableObject: JinjaObject {
    let names: [String]
    let rows: [[Value]]
    let kinds: [QueryColumn]
    /// Where `print_table` writes.
    private let show: @Sendable (String) -> Void
    let typeName = "Table"

    init(
        names: [String], rows: [[Value]], kinds: [QueryColumn]? = nil,
        show: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.names = names
        self.rows = rows
        self.kinds =
            kinds ?? names.indices.map { index in QueryColumn(values: rows.lazy.map { $0[index] }) }
        self.show = show
    }

    func elements() throws(JinjaError) -> [Value]? {
        rows.map { .object(RowObject(names: names, values: $0)) }
    }
    func count() throws(JinjaError) -> Int? { rows.count }
    func truth() throws(JinjaError) -> Bool { true }

    /// How much `print_table` shows; None is for all.
    private func limit(
        _ arguments: Arguments, _ name: String, _ place: Int, _ otherwise: Int
    ) throws(JinjaError) -> Int {
        guard let given = try arguments.value(name, at: place) else { return otherwise }
        return given.isNone ? .max : given.int ?? otherwise
    }

    /// The same columns with other rows.
    private func with(_ rows: [[Value]]) -> Value {
        .object(TableObject(names: names, rows: rows, kinds: kinds, show: show))
    }

    func item(_ key: Value) throws(JinjaError) -> Value? {
        guard let index = key.int.map({ $0 < 0 ? $0 + rows.count : $0 }),
            rows.indices.contains(index)
        else { return nil }
        return .object(RowObject(names: names, values: rows[index]))
    }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        switch name {
        case "rows": return Value(try elements() ?? [])
        case "column_names": return Value(tuple: names.map { .string($0) })
        case "columns":
            let columns = names.indices.map { index in
                SequenceObject(name: names[index], values: rows.map { $0[index] })
            }
            return .object(NamedSequences(columns))
        case "row_names": return Value.none
        case "column_types":
            return Value(tuple: kinds.map { .string($0.rawValue) })
        case "print_table", "print_csv":
            return .function(name) { [self] (arguments) throws(JinjaError) in
                let text =
                    name == "print_csv"
                    ? csv
                    : printed(
                        maximumRows: try limit(arguments, "max_rows", 0, 20),
                        maximumColumns: try limit(arguments, "max_columns", 1, 6),
                        maximumWidth: try limit(arguments, "max_column_width", 3, 20),
                        maximumPlaces: try limit(arguments, "max_precision", 5, 3))
                show(text)
                return .none
            }
        case "select", "exclude":
            return .function(name) { [self] (arguments) throws(JinjaError) in
                let given = try arguments.required("key", at: 0)
                let wanted = (given.elements ?? [given]).compactMap(\.string)
                let places = names.indices.filter {
                    wanted.contains(names[$0]) == (name == "select")
                }
                return .object(
                    TableObject(
                        names: places.map { names[$0] },
                        rows: rows.map { row in places.map { row[$0] } },
                        kinds: places.map { kinds[$0] }, show: show))
            }
        case "limit":
            return .function(name) { [self] (arguments) throws(JinjaError) in
                let first = try arguments.int("start_or_stop", at: 0) ?? rows.count
                let stop = try arguments.int("stop", at: 1)
                let range = max(0, stop == nil ? 0 : first)..<max(0, min(rows.count, stop ?? first))
                return with(range.isEmpty ? [] : Array(rows[range]))
            }
        case "distinct":
            return .function(name) { [self] (_) throws(JinjaError) in
                var seen: Set<[Value]> = []
                return with(rows.filter { seen.insert($0).inserted })
            }
        case "rename":
            return .function(name) { [self] (arguments) throws(JinjaError) in
                let new = try arguments.required("column_names", at: 0)
                let renamed = names.enumerated().map { place, name in
                    new.elements?[place].string ?? new.dict?[name]?.string ?? name
                }
                return .object(TableObject(names: renamed, rows: rows, kinds: kinds, show: show))
            }
        default: return nil
        }
    }
}

/// A row: values by place or by the column's name.
final class RowObject: JinjaObject {
    let names: [String]
    let values: [Value]
    let typeName = "Row"

    init(names: [String], values: [Value]) {
        self.names = names
        self.values = values
    }

    func elements() throws(JinjaError) -> [Value]? { values }
    func text() throws(JinjaError) -> String { try sample(values, of: typeName) }

    func item(_ key: Value) throws(JinjaError) -> Value? {
        if let name = key.string { return value(named: name) }
        guard let index = key.int.map({ $0 < 0 ? $0 + values.count : $0 }),
            values.indices.contains(index)
        else { return nil }
        return values[index]
    }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        let (names, values) = (names, values)
        switch name {
        case "values": return .function(name) { (_) throws(JinjaError) in Value(tuple: values) }
        case "keys":
            return .function(name) { (_) throws(JinjaError) in
                Value(tuple: names.map { .string($0) })
            }
        case "items":
            return .function(name) { (_) throws(JinjaError) in
                Value(zip(names, values).map { Value(tuple: [.string($0), $1]) })
            }
        case "dict":
            return .function(name) { (_) throws(JinjaError) in
                .dict(Dict(zip(names, values).map { (.string($0), $1) }, isOrdered: true))
            }
        case "get":
            return .function(name) { (arguments) throws(JinjaError) in
                let key = try arguments.string("key", at: 0) ?? ""
                if let index = names.firstIndex(of: key) { return values[index] }
                return try arguments.value("default", at: 1) ?? .none
            }
        default: return value(named: name)
        }
    }

    private func value(named name: String) -> Value? {
        names.firstIndex { $0 == name }.map { values[$0] }
    }
}

/// What a row or column prints: its kind and its first values.
private func sample(_ values: [Value], of kind: String) throws(JinjaError) -> String {
    var parts: [String] = []
    for value in values.prefix(5) { parts.append(try value.representation()) }
    if values.count > 5 { parts.append("...") }
    return "<agate.\(kind): (\(parts.joined(separator: ", ")))>"
}

/// A column's values.
final class SequenceObject: JinjaObject {
    let name: String
    let values: [Value]
    let typeName = "Column"

    init(name: String, values: [Value]) {
        self.name = name
        self.values = values
    }

    func elements() throws(JinjaError) -> [Value]? { values }
    func text() throws(JinjaError) -> String { try sample(values, of: typeName) }

    func item(_ key: Value) throws(JinjaError) -> Value? {
        guard let index = key.int.map({ $0 < 0 ? $0 + values.count : $0 }),
            values.indices.contains(index)
        else { return nil }
        return values[index]
    }

    func attribute(_ attribute: String) throws(JinjaError) -> Value? {
        let values = values
        switch attribute {
        case "name": return .string(name)
        case "values":
            return .function(attribute) { (_) throws(JinjaError) in Value(tuple: values) }
        case "values_distinct":
            return .function(attribute) { (_) throws(JinjaError) in
                var seen: Set<Value> = []
                return Value(values.filter { seen.insert($0).inserted })
            }
        default: return nil
        }
    }
}

/// The columns of a table.
private final class NamedSequences: JinjaObject {
    let columns: [SequenceObject]
    let typeName = "Columns"

    init(_ columns: [SequenceObject]) { self.columns = columns }

    func elements() throws(JinjaError) -> [Value]? { columns.map { .object($0) } }

    func item(_ key: Value) throws(JinjaError) -> Value? {
        if let name = key.string { return columns.first { $0.name == name }.map { .object($0) } }
        guard let index = key.int.map({ $0 < 0 ? $0 + columns.count : $0 }),
            columns.indices.contains(index)
        else { return nil }
        return .object(columns[index])
    }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        let columns = columns
        switch name {
        case "keys":
            return .function(name) { (_) throws(JinjaError) in
                Value(tuple: columns.map { .string($0.name) })
            }
        case "items":
            return .function(name) { (_) throws(JinjaError) in
                Value(columns.map { Value(tuple: [.string($0.name), .object($0)]) })
            }
        case "dict":
            return .function(name) { (_) throws(JinjaError) in
                .dict(Dict(columns.map { (.string($0.name), .object($0)) }, isOrdered: true))
            }
        case "get":
            return .function(name) { [self] (arguments) throws(JinjaError) in
                if let found = try item(try arguments.required("key", at: 0)) { return found }
                return try arguments.value("default", at: 1) ?? .none
            }
        case "values":
            return .function(name) { (_) throws(JinjaError) in Value(columns.map { .object($0) }) }
        default: return nil
        }
    }
}
