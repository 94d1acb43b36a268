internal import Jinja

extension TableObject {
    /// The table as `print_table` shows it: at most so many rows and columns, long texts cut.
    func printed(maximumRows: Int = 20, maximumColumns: Int = 6, maximumWidth: Int = 20) -> String {
        let shown = min(names.count, maximumColumns)
        let isCut = names.count > shown
        var lines: [[String]] = [
            names.prefix(shown).map { Self.cut($0, maximumWidth) } + (isCut ? ["..."] : [])
        ]
        for row in rows.prefix(maximumRows) {
            lines.append(
                row.prefix(shown).map { Self.cut($0.isNone ? "" : $0.pythonText, maximumWidth) }
                    + (isCut ? ["..."] : []))
        }
        if rows.count > maximumRows { lines.append(lines[0].map { _ in "..." }) }
        let widths = lines[0].indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        let isNumber = lines[0].indices.map { column in
            column < shown && !rows.isEmpty
                && rows.allSatisfy { $0[column].numeric != nil || $0[column].isNone }
        }
        func line(_ cells: [String]) -> String {
            let padded = cells.indices.map { index in
                let blanks = String(repeating: " ", count: widths[index] - cells[index].count)
                return isNumber[index] ? blanks + cells[index] : cells[index] + blanks
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
