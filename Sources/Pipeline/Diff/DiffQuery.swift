internal import DuckDB

/// The statements of one comparison.
struct DiffQuery {
    private typealias Column = (name: String, type: String)

    private let node: Node
    private let engine: Engine
    private let before, after: DiffSide
    private let key: [String]
    private var note: String?
    /// Columns of both sides by the name they have afterwards.
    private let common: [(name: String, isRetyped: Bool)]
    private let differences: [RelationDiff.ColumnDifference]

    init(
        node: Node, before: DiffSide, after: DiffSide, engine: Engine, key: [String],
        isKeyAsked: Bool
    ) throws(PipelineError) {
        self.node = node
        self.engine = engine
        self.before = before
        self.after = after
        let old = try Self.columns(before, engine)
        let new = try Self.columns(after, engine)
        func find(_ name: String, _ columns: [Column]) -> Column? {
            columns.first { $0.name.lowercased() == name.lowercased() }
        }
        var common: [(name: String, isRetyped: Bool)] = []
        var differences: [RelationDiff.ColumnDifference] = []
        for column in new {
            let other = find(column.name, old)
            if let other { common.append((column.name, other.type != column.type)) }
            if other?.type != column.type {
                differences.append(
                    .init(name: column.name, before: other?.type, after: column.type))
            }
        }
        for column in old where find(column.name, new) == nil {
            differences.append(.init(name: column.name, before: column.type, after: nil))
        }
        self.common = common
        self.differences = differences
        var names: [String] = []
        var missing: [String] = []
        for name in key {
            let found = common.first { $0.name.lowercased() == name.lowercased() }
            if let found { names.append(found.name) } else { missing.append(name) }
        }
        if let name = missing.first {
            if isKeyAsked {
                throw PipelineError(
                    .configuration, "the key '\(name)' is no column of both sides",
                    hint: suggestion(for: name, among: common.map(\.name)))
            }
            note = "the key '\(name)' is no column of both sides, so rows were compared whole"
            names = []
        }
        if !names.isEmpty, let side = try Self.repeated(names, [before, after], engine) {
            let words = "the key (\(names.joined(separator: ", "))) occurs more than once \(side)"
            if isKeyAsked { throw PipelineError(.configuration, words) }
            note = words + ", so rows were compared whole"
            names = []
        }
        self.key = names
    }

    private static func columns(
        _ side: DiffSide, _ engine: Engine
    ) throws(PipelineError) -> [Column] {
        try engine.query("select column_name, column_type from (describe \(side.sql))").rows.map {
            ($0[0].stringValue ?? "", $0[1].stringValue ?? "")
        }
    }

    private static func repeated(
        _ key: [String], _ sides: [DiffSide], _ engine: Engine
    ) throws(PipelineError) -> String? {
        let list = key.map(quoted).joined(separator: ", ")
        for (side, word) in zip(sides, ["before", "after"]) {
            let found = try engine.query(
                "select 1 from (\(side.sql)) group by \(list) having count(*) > 1 limit 1")
            if found.rowCount > 0 { return word }
        }
        return nil
    }

    func run(samples: Int) throws(PipelineError) -> RelationDiff {
        if common.isEmpty {
            throw PipelineError(.database, "the two sides have no column in common")
        }
        var diff = try key.isEmpty ? whole() : keyed()
        diff.note = note
        if samples > 0, !diff.isEmpty {
            diff.samples = try key.isEmpty ? wholeSamples(samples) : keyedSamples(samples)
        }
        return diff
    }

    // MARK: With a key

    /// The columns that are compared, and the condition that one of them differs.
    private var compared: [(name: String, condition: String)] {
        let keys = Set(key.map { $0.lowercased() })
        return common.filter { !keys.contains($0.name.lowercased()) }.map { column in
            let name = quoted(column.name)
            // Of two types the texts are compared.
            let cast = column.isRetyped ? "::varchar" : ""
            return (column.name, "b.\(name)\(cast) is distinct from a.\(name)\(cast)")
        }
    }

    private var isChanged: String {
        let conditions = compared.map(\.condition)
        return conditions.isEmpty ? "false" : "(" + conditions.joined(separator: " or ") + ")"
    }

    private var joined: String {
        let match = key.map { "b.\(quoted($0)) is not distinct from a.\(quoted($0))" }
        return """
            (select true as dormouse_is_there, * from (\(before.sql))) b
            full outer join (select true as dormouse_is_there, * from (\(after.sql))) a
            on \(match.joined(separator: " and "))
            """
    }

    private func keyed() throws(PipelineError) -> RelationDiff {
        let both = "b.dormouse_is_there and a.dormouse_is_there"
        var counts = [
            "count(b.dormouse_is_there)", "count(a.dormouse_is_there)",
            "count(*) filter (where b.dormouse_is_there is null)",
            "count(*) filter (where a.dormouse_is_there is null)",
            "count(*) filter (where \(both) and \(isChanged))",
        ]
        counts += compared.map { "count(*) filter (where \(both) and \($0.condition))" }
        let result = try engine.query(
            "select \(counts.joined(separator: ",\n")) from \(joined)")
        let numbers = (0..<counts.count).map { result[0, $0].intValue ?? 0 }
        return RelationDiff(
            id: node.id, name: node.name, key: key, rowsBefore: numbers[0], rowsAfter: numbers[1],
            added: numbers[2], removed: numbers[3], changed: numbers[4],
            columnCounts: zip(compared, numbers.dropFirst(5)).filter { $1 > 0 }
                .map { .init(name: $0.name, rows: $1) }, columns: differences)
    }

    private func keyedSamples(_ limit: Int) throws(PipelineError) -> [RelationDiff.Sample] {
        let order = key.map { "coalesce(b.\(quoted($0)), a.\(quoted($0)))" }
        let keys = key.map { "coalesce(b.\(quoted($0)), a.\(quoted($0)))" }
        var samples: [RelationDiff.Sample] = []
        for (kind, condition) in [
            (RelationDiff.Sample.Kind.added, "b.dormouse_is_there is null"),
            (.removed, "a.dormouse_is_there is null"),
            (.changed, "b.dormouse_is_there and a.dormouse_is_there and \(isChanged)"),
        ] {
            let pairs = compared.flatMap { ["b.\(quoted($0.name))", "a.\(quoted($0.name))"] }
            let result = try engine.query(
                "select \((keys + pairs).joined(separator: ", ")) from \(joined) "
                    + "where \(condition) order by \(order.joined(separator: ", ")) limit \(limit)")
            for row in result.rows {
                var sample = RelationDiff.Sample(
                    kind: kind, row: key.enumerated().map { ($1, row[$0]) })
                for (index, column) in compared.enumerated() where kind == .changed {
                    let place = key.count + 2 * index
                    let (old, new) = (row[place], row[place + 1])
                    if old != new { sample.changes.append((column.name, old, new)) }
                }
                samples.append(sample)
            }
        }
        return samples
    }

    // MARK: Without a key

    private func projection(_ side: DiffSide) -> String {
        let list = common.map { column in
            let name = quoted(column.name)
            return column.isRetyped ? "\(name)::varchar as \(name)" : name
        }
        return "select \(list.joined(separator: ", ")) from (\(side.sql))"
    }

    private func whole() throws(PipelineError) -> RelationDiff {
        let (old, new) = (projection(before), projection(after))
        let result = try engine.query(
            """
            select (select count(*) from (\(old))), (select count(*) from (\(new))),
                   (select count(*) from ((\(new)) except all (\(old)))),
                   (select count(*) from ((\(old)) except all (\(new))))
            """)
        let numbers = (0..<4).map { result[0, $0].intValue ?? 0 }
        return RelationDiff(
            id: node.id, name: node.name, key: [], rowsBefore: numbers[0], rowsAfter: numbers[1],
            added: numbers[2], removed: numbers[3], changed: 0, columnCounts: [],
            columns: differences)
    }

    private func wholeSamples(_ limit: Int) throws(PipelineError) -> [RelationDiff.Sample] {
        let (old, new) = (projection(before), projection(after))
        var samples: [RelationDiff.Sample] = []
        for (kind, left, right) in [
            (RelationDiff.Sample.Kind.added, new, old), (.removed, old, new),
        ] {
            let result = try engine.query(
                "select * from ((\(left)) except all (\(right))) order by all limit \(limit)")
            for row in result.rows {
                samples.append(
                    .init(
                        kind: kind,
                        row: common.enumerated().map { ($1.name, row[$0]) }))
            }
        }
        return samples
    }
}
