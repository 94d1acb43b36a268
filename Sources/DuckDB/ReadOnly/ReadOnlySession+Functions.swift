import Foundation

extension ReadOnlySession {
    /// - Throws: `.permission` where a function is called that reaches out of the database.
    func checkFunctions(of kind: StatementKind, in sql: String) throws(DuckDBError) {
        let named: Set<String>
        switch kind {
        case .question: named = try functions(in: sql)
        case .explanation(let inner): named = try functions(in: inner)
        case .variable: named = words(in: sql)
        case .pragma, .use, .transaction: return
        }
        guard let name = named.intersection(refusedFunctions).min() else { return }
        throw DuckDBError(
            .permission,
            "\(name) is refused: it reaches out of the database or changes it, and this session "
                + "only reads", sql: sql)
    }

    /// The functions a question calls, as DuckDB's own parser sees them; where it cannot show
    /// them, as of a PIVOT, every word of the text.
    private func functions(in sql: String) throws(DuckDBError) -> Set<String> {
        try Statement.checkText(sql)
        let answer = try connection.query(
            "SELECT json_serialize_sql(?::VARCHAR)::VARCHAR", [.string(sql)])
        guard let text = answer.first?.stringValue,
            let tree = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any],
            tree["error"] as? Bool == false
        else { return words(in: sql) }
        var names: Set<String> = []
        var open: [Any] = [tree]
        while let node = open.popLast() {
            if let object = node as? [String: Any] {
                if let name = object["function_name"] as? String { names.insert(name.lowercased()) }
                open.append(contentsOf: object.values)
            } else if let array = node as? [Any] {
                open.append(contentsOf: array)
            }
        }
        return names
    }

    /// Every word, in quotes and comments too: too many rather than too few.
    private func words(in sql: String) -> Set<String> {
        Set(sql.lowercased().matches(of: /\w+/).map { String($0.output) })
    }
}
