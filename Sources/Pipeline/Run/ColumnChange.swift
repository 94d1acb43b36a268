/// How the columns of a query differ from those of a table.
struct ColumnChange: CustomStringConvertible {
    typealias Column = (name: String, type: String)

    let added: [Column]
    let removed: [Column]
    /// Columns of another type, with the new one.
    let retyped: [Column]

    init(from old: [Column], to new: [Column]) {
        func find(_ name: String, in columns: [Column]) -> Column? {
            columns.first { $0.name.lowercased() == name.lowercased() }
        }
        added = new.filter { find($0.name, in: old) == nil }
        removed = old.filter { find($0.name, in: new) == nil }
        retyped = new.filter { column in
            find(column.name, in: old).map { $0.type != column.type } ?? false
        }
    }

    var isEmpty: Bool { added.isEmpty && removed.isEmpty && retyped.isEmpty }

    /// `new: a, b; gone: c; other type: d (BIGINT)`.
    var description: String {
        var parts: [String] = []
        if !added.isEmpty { parts.append("new: " + added.map(\.name).joined(separator: ", ")) }
        if !removed.isEmpty { parts.append("gone: " + removed.map(\.name).joined(separator: ", ")) }
        if !retyped.isEmpty {
            let words = retyped.map { "\($0.name) (\($0.type))" }
            parts.append("other type: " + words.joined(separator: ", "))
        }
        return parts.joined(separator: "; ")
    }
}
