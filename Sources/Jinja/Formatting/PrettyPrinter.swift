/// Python's `pprint` with its width of 80: keys sorted, one element a line where a line is too
/// short. Long strings are not divided.
struct PrettyPrinter {
    private let width = 80

    func text(of value: Value) throws(JinjaError) -> String {
        try layout(sorted(value, depth: 0), indent: 0, allowance: 0)
    }

    /// The same value with the keys of all dicts in order.
    private func sorted(_ value: Value, depth: Int) throws(JinjaError) -> Value {
        guard depth < 100 else {
            throw JinjaError(.limit, "a value nested deeper than 100 levels cannot be printed")
        }
        switch value {
        case .list(let list): return Value(try sorted(list.elements, depth))
        case .tuple(let tuple): return Value(tuple: try sorted(tuple.elements, depth))
        case .dict(let dict) where !dict.isOrdered:
            var entries: [(Value, Value)] = []
            var keys = dict.keys
            // Keys that have no order among each other stay as they are.
            do {
                try keys.sortStably(reversed: false) { (key) throws(JinjaError) in key }
            } catch { keys = dict.keys }
            for key in keys {
                entries.append((key, try sorted(dict[key] ?? .none, depth: depth + 1)))
            }
            return .dict(Dict(entries))
        default: return value
        }
    }

    private func sorted(_ elements: [Value], _ depth: Int) throws(JinjaError) -> [Value] {
        var result: [Value] = []
        for element in elements { result.append(try sorted(element, depth: depth + 1)) }
        return result
    }

    private func layout(
        _ value: Value, indent: Int, allowance: Int
    ) throws(JinjaError) -> String {
        let line = try value.representation()
        if PythonString.count(line) <= width - indent - allowance { return line }
        switch value {
        case .list(let list):
            return "[" + (try rows(list.elements, indent, allowance + 1)) + "]"
        case .tuple(let tuple):
            let end = tuple.elements.count == 1 ? ",)" : ")"
            return "(" + (try rows(tuple.elements, indent, allowance + end.count)) + end
        case .dict(let dict) where !dict.isOrdered:
            var rows: [String] = []
            let entries = dict.entries
            for (index, entry) in entries.enumerated() {
                let key = try entry.key.representation()
                rows.append(
                    key + ": "
                        + (try layout(
                            entry.value, indent: indent + 3 + PythonString.count(key),
                            allowance: index == entries.count - 1 ? allowance + 1 : 1)))
            }
            return "{" + rows.joined(separator: separator(indent)) + "}"
        default: return line
        }
    }

    private func rows(
        _ elements: [Value], _ indent: Int, _ allowance: Int
    ) throws(JinjaError) -> String {
        var rows: [String] = []
        for (index, element) in elements.enumerated() {
            rows.append(
                try layout(
                    element, indent: indent + 1,
                    allowance: index == elements.count - 1 ? allowance : 1))
        }
        return rows.joined(separator: separator(indent))
    }

    private func separator(_ indent: Int) -> String {
        ",\n" + String(repeating: " ", count: indent + 1)
    }
}
