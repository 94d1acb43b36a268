internal import DuckDB

internal import enum JSON.JSON

/// Whether a query can be computed in parts of one of its columns.
///
/// A part is the rows of the result for which something holds. That is right for any query; it
/// saves memory only where DuckDB can ask for the part before it groups and sorts, and that is
/// where every group, every window and every DISTINCT ON on the way of the column holds the column.
/// What takes rows across parts (LIMIT, a global ORDER BY, a sample) would also change the result.
struct PartitionCheck {
    /// Why it cannot.
    struct Obstacle: Error, Equatable { var reason: String }

    private let key: String
    /// Names of aggregate functions, in lower case.
    private let aggregates: Set<String>

    /// - Returns: why the query cannot be computed in parts of `key`; nil where it can.
    static func obstacle(
        _ sql: String, key: String, _ engine: Engine
    ) throws(PipelineError) -> String? {
        let text = try engine.query(
            "select json_serialize_sql($1::varchar, skip_null := true)",
            [.string(sql)])
        guard let tree = try? JSON.parse(text[0, 0].stringValue ?? ""),
            tree["error"]?.bool == false, let node = tree["statements"]?[0]?["node"]
        else { return "it is no single SELECT that can be looked into" }
        let names = try engine.query(
            "select distinct lower(function_name) from duckdb_functions() "
                + "where function_type = 'aggregate'")
        let check = PartitionCheck(
            key: key, aggregates: Set(names.rows.compactMap { $0[0].stringValue }))
        do throws(Obstacle) {
            try check.refuseAcross(node)
            try check.follow(node, key, Scope(), isTop: true)
            return nil
        } catch { return error.reason }
    }

    /// The common table expressions that can be seen.
    private struct Scope {
        var queries: [String: JSON] = [:]
    }

    // MARK: What is refused anywhere

    private static let volatile: Set<String> = [
        "random", "uuid", "gen_random_uuid", "uuidv4", "uuidv7", "nextval", "setseed",
    ]

    private func refuseAcross(_ node: JSON) throws(Obstacle) {
        for item in Self.everything(in: node) {
            switch item["type"]?.string {
            case "LIMIT_MODIFIER", "LIMIT_PERCENT_MODIFIER":
                throw Obstacle(reason: "LIMIT takes its rows from all parts together")
            case "RECURSIVE_CTE_NODE":
                throw Obstacle(reason: "a recursive query needs all of its rows")
            default: break
            }
            if item["sample"] != nil {
                throw Obstacle(reason: "a sample is taken from all parts together")
            }
            if let name = item["function_name"]?.string?.lowercased(), Self.volatile.contains(name)
            {
                throw Obstacle(reason: "\(name)() gives something else in each part")
            }
        }
    }

    // MARK: The way of the column

    /// Follows a column of a node's result down to where it comes from.
    private func follow(
        _ node: JSON, _ column: String, _ outer: Scope, isTop: Bool
    ) throws(Obstacle) {
        var scope = outer
        for entry in node["cte_map"]?["map"]?.array ?? [] {
            if let name = entry["key"]?.string { scope.queries[name.lowercased()] = entry["value"] }
        }
        let modifiers = node["modifiers"]?.array ?? []
        if isTop, modifiers.contains(where: { $0["type"]?.string == "ORDER_MODIFIER" }) {
            throw Obstacle(
                reason: "the ORDER BY at its end sorts all parts together; leave it out, and sort "
                    + "where the table is read")
        }
        switch node["type"]?.string {
        case "SELECT_NODE": try follow(select: node, column, scope)
        case "SET_OPERATION_NODE":
            guard let left = node["left"], let right = node["right"] else { return }
            try follow(left, column, scope, isTop: false)
            try follow(right, nameOnRight(of: left, right, column), scope, isTop: false)
        case let other:
            throw Obstacle(reason: "it is a \(other ?? "query") that cannot be followed")
        }
    }

    /// Columns of set operations go by their places.
    private func nameOnRight(of left: JSON, _ right: JSON, _ column: String) -> String {
        let items = left["select_list"]?.array ?? []
        let others = right["select_list"]?.array ?? []
        guard !items.contains(where: Self.isStar), !others.contains(where: Self.isStar),
            let place = items.firstIndex(where: { Self.name(of: $0) == column.lowercased() }),
            others.indices.contains(place)
        else { return column }
        return Self.name(of: others[place]) ?? column
    }

    private func follow(select node: JSON, _ column: String, _ scope: Scope) throws(Obstacle) {
        let items = node["select_list"]?.array ?? []
        let place = items.firstIndex { Self.name(of: $0) == column.lowercased() }
        let item = place.map { items[$0] }
        if item == nil, !items.contains(where: Self.isStar) {
            throw Obstacle(reason: "'\(column)' cannot be followed to where it comes from")
        }
        let expression =
            item ?? .object(["class": "COLUMN_REF", "column_names": [.string(column)]])
        func isKey(_ other: JSON) -> Bool {
            if Self.plain(other) == Self.plain(expression) { return true }
            if let place, other["class"]?.string == "CONSTANT" {
                return other["value"]?["value"]?.int == place + 1
            }
            return Self.name(of: other) == column.lowercased() && Self.text(other["alias"]) == nil
        }
        try checkGroups(node, items, expression, isKey)
        for item in items + [node["qualify"]].compactMap(\.self) {
            for window in Self.here(in: item) where window["class"]?.string == "WINDOW" {
                guard window["partitions"]?.array?.contains(where: isKey) == true else {
                    let name = window["function_name"]?.string ?? "a window"
                    throw Obstacle(
                        reason: "the window of \(name)() looks across parts: PARTITION BY \(column)"
                    )
                }
            }
        }
        for modifier in node["modifiers"]?.array ?? [] {
            let targets = modifier["distinct_on_targets"]?.array ?? []
            if !targets.isEmpty, !targets.contains(where: isKey) {
                throw Obstacle(reason: "DISTINCT ON chooses across parts: name \(column) in it")
            }
        }
        let sources = Self.here(in: expression).filter { $0["class"]?.string == "COLUMN_REF" }
        if sources.isEmpty {
            throw Obstacle(reason: "'\(column)' is not made from a column of its input")
        }
        guard let table = node["from_table"] else { return }
        for source in sources {
            let names = (source["column_names"]?.array ?? []).compactMap(\.string)
            guard let name = names.last else { continue }
            try follow(
                table: table, name, qualifier: names.dropLast().last?.lowercased(), scope)
        }
    }

    private func checkGroups(
        _ node: JSON, _ items: [JSON], _ expression: JSON, _ isKey: (JSON) -> Bool
    ) throws(Obstacle) {
        let looked = items + [node["having"]].compactMap(\.self)
        let functions = looked.flatMap(Self.here).filter { $0["class"]?.string == "FUNCTION" }
        let used = functions.compactMap { $0["function_name"]?.string?.lowercased() }
        let aggregate = used.first(where: aggregates.contains)
        let ofKey = Self.here(in: expression).contains {
            $0["class"]?.string == "WINDOW"
                || $0["function_name"]?.string.map { aggregates.contains($0.lowercased()) } == true
        }
        if ofKey {
            throw Obstacle(reason: "'\(key)' is computed from rows of all parts")
        }
        if node["aggregate_handling"]?.string == "FORCE_AGGREGATES" { return }
        let groups = node["group_expressions"]?.array ?? []
        guard !groups.isEmpty else {
            guard let aggregate else { return }
            throw Obstacle(
                reason: "\(aggregate)() without GROUP BY takes rows of all parts together")
        }
        let places = groups.indices.filter { isKey(groups[$0]) }
        let sets = (node["group_sets"]?.array ?? []).map { ($0.array ?? []).compactMap(\.int) }
        let holds =
            sets.isEmpty
            ? !places.isEmpty : sets.allSatisfy { set in places.contains(where: set.contains) }
        if !holds {
            throw Obstacle(
                reason: "a GROUP BY without '\(key)' takes rows of several parts together")
        }
    }

    private func follow(
        table: JSON, _ column: String, qualifier: String?, _ scope: Scope
    ) throws(Obstacle) {
        let alias = (Self.text(table["alias"]) ?? table["table_name"]?.string)?.lowercased()
        if table["type"]?.string != "JOIN", let qualifier, let alias, alias != qualifier { return }
        switch table["type"]?.string {
        case "JOIN":
            for side in ["left", "right"] {
                guard let side = table[side] else { continue }
                if qualifier == nil, !mayHave(column, side, scope) { continue }
                try follow(table: side, column, qualifier: qualifier, scope)
            }
        case "SUBQUERY":
            guard let node = table["subquery"]?["node"] else { return }
            try refuseRenaming(table)
            try follow(node, column, scope, isTop: false)
        case "BASE_TABLE":
            guard Self.text(table["schema_name"]) == nil,
                let name = table["table_name"]?.string?.lowercased(),
                let entry = scope.queries[name], let node = entry["query"]?["node"]
            else { return }
            try refuseRenaming(table)
            try refuseRenaming(entry, key: "aliases")
            var inner = scope
            inner.queries[name] = nil
            try follow(node, column, inner, isTop: false)
        default: return
        }
    }

    private func refuseRenaming(
        _ table: JSON, key: String = "column_name_alias"
    ) throws(Obstacle) {
        if table[key]?.array?.isEmpty == false {
            throw Obstacle(
                reason: "columns are renamed in brackets after a table's name; name them "
                    + "inside the query")
        }
    }

    /// Whether one side of a join may be where a column without qualifier comes from.
    private func mayHave(_ column: String, _ table: JSON, _ scope: Scope) -> Bool {
        var node: JSON?
        switch table["type"]?.string {
        case "SUBQUERY": node = table["subquery"]?["node"]
        case "BASE_TABLE" where Self.text(table["schema_name"]) == nil:
            node =
                scope.queries[(table["table_name"]?.string ?? "").lowercased()]?["query"]?["node"]
        default: return true
        }
        guard let items = node?["select_list"]?.array else { return true }
        return items.contains { Self.isStar($0) || Self.name(of: $0) == column.lowercased() }
    }

    // MARK: Expressions

    /// A text that says something.
    private static func text(_ value: JSON?) -> String? {
        value?.string.flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func isStar(_ item: JSON) -> Bool { item["class"]?.string == "STAR" }

    /// The name of a column of a result, in lower case.
    private static func name(of item: JSON) -> String? {
        if let alias = item["alias"]?.string, !alias.isEmpty { return alias.lowercased() }
        guard item["class"]?.string == "COLUMN_REF" else { return nil }
        return item["column_names"]?.array?.last?.string?.lowercased()
    }

    /// An expression without what does not change its meaning.
    private static func plain(_ value: JSON) -> JSON {
        switch value {
        case .object(let object):
            if object["class"]?.string == "COLUMN_REF" {
                let name = object["column_names"]?.array?.last?.string?.lowercased()
                return ["column": .string(name ?? "")]
            }
            return .object(
                JSON.Object(
                    object.entries.filter { $0.key != "query_location" && $0.key != "alias" }
                        .map { ($0.key, plain($0.value)) }))
        case .array(let values): return .array(values.map(plain))
        default: return value
        }
    }

    /// The parts of an expression, but for queries inside it.
    private static func here(in value: JSON) -> [JSON] {
        switch value {
        case .object(let object):
            if ["SELECT_NODE", "SET_OPERATION_NODE"].contains(object["type"]?.string ?? "") {
                return []
            }
            return [value] + object.entries.flatMap { here(in: $0.value) }
        case .array(let values): return values.flatMap(here)
        default: return []
        }
    }

    static func everything(in value: JSON) -> [JSON] {
        switch value {
        case .object(let object):
            [value] + object.entries.flatMap { everything(in: $0.value) }
        case .array(let values): values.flatMap(everything)
        default: []
        }
    }
}
