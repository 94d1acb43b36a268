internal import Jinja

extension TableObject {
    /// The table as `print_table` shows it: at most so many rows and columns, long texts cut,
    /// fractions rounded.
    func printed(
        maximumRows: Int = 20, maximumColumns: Int = 6, maximumWidth: Int = 20,
        maximumPlaces: Int = 3
    ) -> String {
        let shown = min(names.count, maximumColumns)
        let isCut = names.count > shown
        var lines: [[String]] = [
            names.prefix(shown).map { Self.cut($0, maximumWidth) } + (isCut ? ["..."] : [])
        ]
        let rows = rows.prefix(maximumRows)
        let places = (0..<shown).map { index in
            kinds[index] == .number ? Self.places(in: rows.lazy.map { $0[index] }) : nil
        }
        for row in rows {
            let cells = (0..<shown).map { index in
                Self.cut(Self.cell(row[index], places[index], maximumPlaces), maximumWidth)
            }
            lines.append(cells + (isCut ? ["..."] : []))
        }
        let widths = lines[0].indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        // As in dbt, what stands for more rows makes no column wider.
        if self.rows.count > maximumRows { lines.append(lines[0].map { _ in "..." }) }
        // Texts stand at the left, everything else at the right.
        let isText = lines[0].indices.map { kinds[min($0, kinds.count - 1)] == .text }
        func line(_ cells: [String]) -> String {
            let padded = cells.indices.map { index in
                let missing = max(0, widths[index] - cells[index].count)
                let blanks = String(repeating: " ", count: missing)
                return isText[index] ? cells[index] + blanks : blanks + cells[index]
            }
            return "| " + padded.joined(separator: " | ") + " |"
        }
        let rule =
            "| " + widths.map { String(repeating: "-", count: $0) }.joined(separator: " | ") + " |"
        return ([line(lines[0]), rule] + lines.dropFirst().map(line)).joined(separator: "\n")
    }

    private static func cut(_ text: String, _ width: Int) -> String {
        text.count <= width ? text : text.prefix(width - 3) + "..."
    }

    /// The most digits after the point of a column's numbers.
    static func places(in values: some Sequence<Value>) -> Int {
        values.reduce(0) { most, value in
            guard case .object(let object as DecimalObject) = value, object.value.isFinite else {
                return most
            }
            return max(most, -object.value.normalized.exponent)
        }
    }

    /// A number with groups of three digits, and an ellipsis where its digits may go on.
    private static func cell(_ value: Value, _ places: Int?, _ maximumPlaces: Int) -> String {
        if value.isNone { return "" }
        guard let places, case .object(let object as DecimalObject) = value,
            object.value.kind != .infinite
        else { return value.pythonText }
        let isCut = places > maximumPlaces
        let shown = isCut ? maximumPlaces : places
        guard object.value.isFinite else { return "NaN" }
        let digits = object.value.rounded(exponent: -shown)
        let significant = digits.coefficient.description
        let text =
            String(repeating: "0", count: max(0, shown + 1 - significant.count)) + significant
        var whole = String(text.dropLast(shown))
        var groups: [String] = []
        while whole.count > 3 {
            groups.insert(String(whole.suffix(3)), at: 0)
            whole = String(whole.dropLast(3))
        }
        groups.insert(whole, at: 0)
        return (digits.isNegative ? "-" : "") + groups.joined(separator: ",")
            + (shown > 0 ? "." + text.suffix(shown) : "") + (isCut ? "…" : "")
    }

    /// The table as comma-separated values with a line of names.
    var csv: String {
        func cell(_ text: String) -> String {
            text.contains { ",\"\n\r".contains($0) }
                ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
        }
        let lines = [names] + rows.map { $0.map { $0.isNone ? "" : $0.pythonText } }
        return lines.map { $0.map(cell).joined(separator: ",") }.joined(separator: "\n")
    }
}
