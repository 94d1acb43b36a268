import DuckDB
import JSON

/// The rows of a statement, printed as they come.
struct SQLRows {
    let stream: ResultStream
    let console: Console
    /// Whether anything was printed. The first rows are computed before.
    private(set) var hasPrinted = false

    init(stream: ResultStream, console: Console) {
        self.stream = stream
        self.console = console
    }

    /// So many rows of a table are printed; the other formats print all.
    private static let tableLimit = 1000

    mutating func print(as format: String, isDryRun: Bool) throws {
        guard !isDryRun else {
            // What the rows would be nobody knows; they are computed to count the questions.
            while try stream.next() != nil {}
            return
        }
        switch format {
        case "json": try printJSON()
        case "csv": try printCSV()
        default: try printTable()
        }
    }

    private func printTable() throws {
        var rows: [[Value]] = []
        var count = 0
        while let chunk = try stream.next() {
            count += chunk.rowCount
            for row in 0..<chunk.rowCount where rows.count < Self.tableLimit {
                rows.append(chunk.row(row))
            }
        }
        if stream.columns.isEmpty { return }
        var table = Table(
            stream.columns.enumerated().map { index, column in
                let isNumber = rows.contains { $0[index].doubleValue != nil }
                return .init(singleLine(column.name), isNumber ? .right : .left)
            })
        for row in rows { table.add(row.map(\.shownText)) }
        console.print(table)
        if count > rows.count {
            console.note("\(count - rows.count) more rows; --format csv or json prints all")
        }
    }

    /// One array of objects; a name that occurs twice gets a number.
    private mutating func printJSON() throws {
        if stream.columns.isEmpty { return }
        var names: [String] = []
        for column in stream.columns {
            var name = column.name
            var number = 1
            while names.contains(name) {
                number += 1
                name = "\(column.name)_\(number)"
            }
            names.append(name)
        }
        var isFirst = true
        var next = try stream.next()
        hasPrinted = true
        console.write(trusted: "[")
        while let chunk = next {
            for row in 0..<chunk.rowCount {
                let object = JSON.Object(
                    zip(names, chunk.row(row)).map { ($0, $1.json) })
                console.write(trusted: (isFirst ? "\n" : ",\n") + JSON.object(object).text())
                isFirst = false
            }
            next = try stream.next()
        }
        console.write(trusted: "\n]\n")
    }

    /// RFC 4180; NULL is an empty field, an empty text is `""`.
    private mutating func printCSV() throws {
        if stream.columns.isEmpty { return }
        var next = try stream.next()
        hasPrinted = true
        console.write(trusted: Self.line(stream.columns.map { .string($0.name) }))
        while let chunk = next {
            for row in 0..<chunk.rowCount { console.write(trusted: Self.line(chunk.row(row))) }
            next = try stream.next()
        }
    }

    private static func line(_ values: [Value]) -> String {
        values.map { value in
            guard value != .null else { return "" }
            let text = value.shownText
            let mustQuote =
                text.isEmpty || text.contains { ",\"\n\r".contains($0) || $0 == "\r\n" }
            return mustQuote ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
        }.joined(separator: ",") + "\n"
    }
}
