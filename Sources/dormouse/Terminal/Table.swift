import Arguments

/// Rows in columns, fitted to a width.
///
/// ```swift
/// var table = Table([.init("score", .right), .init("memory")])
/// table.add(["0.91", "\(memory.content)"])
/// console.print(table)
/// ```
struct Table: Sendable {
    enum Alignment: Sendable, Hashable { case left, right }

    struct Column: Sendable, Hashable {
        var heading: String
        var alignment: Alignment
        /// The columns it keeps when the table is too wide. Numbers should not be cut at all.
        var minimumWidth: Int
        var style: Style?

        /// A right-aligned column is not cut unless told otherwise.
        init(
            _ heading: String, _ alignment: Alignment = .left, minimumWidth: Int? = nil,
            style: Style? = nil
        ) {
            self.heading = heading
            self.alignment = alignment
            self.minimumWidth = minimumWidth ?? (alignment == .right ? .max : 8)
            self.style = style
        }
    }

    let columns: [Column]
    private(set) var rows: [[String]] = []

    init(_ columns: [Column]) { self.columns = columns }

    /// Adds a row. Cells may hold anything; they are put on one line and made harmless.
    ///
    /// - Precondition: there are as many cells as columns.
    mutating func add(_ cells: [String]) {
        precondition(cells.count == columns.count, "a row has as many cells as the table columns")
        rows.append(cells.map(singleLine))
    }

    /// The heading and the rows, at most `width` columns wide; nil cuts nothing.
    func lines(width: Int?) -> [TerminalText] {
        let widths = fittedWidths(to: width)
        let heading = line(columns.map(\.heading), widths) { _ in .bold }
        return [heading] + rows.map { line($0, widths) { columns[$0].style } }
    }

    private func line(
        _ cells: [String], _ widths: [Int], style: (Int) -> Style?
    ) -> TerminalText {
        var line = TerminalText()
        for (index, cell) in cells.enumerated() {
            let text = truncated(cell, to: widths[index])
            let padding = String(repeating: " ", count: widths[index] - displayWidth(text))
            let isLast = index == cells.count - 1
            if index > 0 { line += "  " }
            if columns[index].alignment == .right { line += TerminalText(padding) }
            line += TerminalText(text, style(index))
            // Nothing hangs over at the end of a line.
            if columns[index].alignment == .left, !isLast { line += TerminalText(padding) }
        }
        return line
    }

    /// The widest columns give way first, down to their minimum; then, if the width is tiny, all
    /// that have more than one column.
    private func fittedWidths(to width: Int?) -> [Int] {
        var widths = columns.indices.map { index in
            rows.reduce(displayWidth(columns[index].heading)) {
                max($0, displayWidth($1[index]))
            }
        }
        guard let width else { return widths }
        let available = width - 2 * (columns.count - 1)
        for minimum in [columns.map(\.minimumWidth), columns.map { _ in 1 }] {
            while widths.reduce(0, +) > available {
                let candidates = widths.indices.filter { widths[$0] > minimum[$0] }
                guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
                widths[widest] -= 1
            }
        }
        return widths
    }
}
