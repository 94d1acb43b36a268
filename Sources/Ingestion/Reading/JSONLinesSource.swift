internal import JSON

/// Objects of a JSON Lines file. A line that is no JSON, or no object, is rejected.
public final class JSONLinesSource: RowSource {
    private var lines: LineReader
    private let batchRows: Int

    public init(_ input: ByteInput, start: SourcePosition, batchRows: Int = 20_000) {
        lines = LineReader(input, start: start)
        self.batchRows = batchRows
    }

    public func next() throws(IngestError) -> RowBatch? {
        var batch = RowBatch()
        var rows = ObjectRows()
        while rows.count + batch.rejected.count < batchRows, let (bytes, _) = try lines.next() {
            let number = lines.position.lines == 0 ? 1 : lines.position.lines
            if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
            do throws(JSON.ParseError) {
                guard let object = try JSON.parse(bytes).object else {
                    batch.reject(number, "is no JSON object", bytes)
                    continue
                }
                // No column can be called so.
                if object.entries.contains(where: { $0.key.isEmpty || $0.key.contains("\0") }) {
                    batch.reject(number, "has a key without a name", bytes)
                    continue
                }
                rows.add(object, line: number)
            } catch {
                batch.reject(number, "is no JSON: \(error.reason)", bytes)
            }
        }
        batch.position = lines.position
        guard batch.rejected.count + rows.count > 0 else { return nil }
        batch.order = [""]
        batch.streams[""] = rows.rows
        return batch
    }
}

extension RowBatch {
    mutating func reject(_ line: Int, _ reason: String, _ bytes: ArraySlice<UInt8>) {
        rejected.append(
            Rejected(line: line, reason: reason, content: String(decoding: bytes, as: UTF8.self)))
    }
}

/// Objects as rows: each key a column, in the order in which they come first.
struct ObjectRows {
    private(set) var rows = RowBatch.Rows()
    private var places: [String: Int] = [:]

    var count: Int { rows.rows.count }

    mutating func add(_ object: JSON.Object, line: Int) {
        var cells = [CellText?](repeating: nil, count: rows.columns.count)
        for entry in object.entries {
            // Names of columns in DuckDB do not heed the case of letters.
            let key = entry.key.lowercased()
            if places[key] == nil {
                places[key] = rows.columns.count
                rows.columns.append(entry.key)
            }
            guard let place = places[key] else { continue }
            while cells.count <= place { cells.append(nil) }
            cells[place] = Self.cell(entry.value)
        }
        rows.rows.append(cells)
        rows.lines.append(line)
    }

    private static func cell(_ value: JSON) -> CellText? {
        switch value {
        case .null: nil
        case .string(let text): CellText(text, .text)
        case .array, .object: CellText(value.text(), .json)
        default: CellText(value.text())
        }
    }
}
