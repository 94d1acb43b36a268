/// Records of a CSV file (RFC 4180), with the line each begins at.
///
/// The first record names the columns. An empty cell that is not quoted is NULL. A record with more
/// or fewer cells than the header, with bytes that are no UTF-8, or with a quote that does not end is
/// rejected.
public final class CSVSource: RowSource {
    private let input: ByteInput
    private let batchRows: Int
    private var scanner: CSVScanner
    private var columns: [String]
    private var hasEnded = false

    /// - Parameters:
    ///   - delimiter: nil: the one of `,`, `;`, tab and `|` that the header has most of.
    ///   - start: where to go on; at the beginning the header is read first.
    ///   - columns: those of the header, where the file is gone on with.
    public init(
        _ input: ByteInput, delimiter: UInt8?, start: SourcePosition, columns: [String],
        batchRows: Int = 20_000
    ) {
        self.input = input
        self.batchRows = batchRows
        self.columns = columns
        scanner = CSVScanner(delimiter: delimiter, position: start)
    }

    public func next() throws(IngestError) -> RowBatch? {
        var batch = RowBatch()
        var rows = RowBatch.Rows()
        if columns.isEmpty {
            guard let header = try record() else { return nil }
            columns = try Self.names(header)
        }
        rows.columns = columns
        while rows.rows.count + batch.rejected.count < batchRows, let record = try record() {
            if let reason = record.problem ?? misfit(record) {
                batch.rejected.append(
                    .init(line: record.line, reason: reason, content: record.content))
            } else {
                rows.rows.append(record.cells)
                rows.lines.append(record.line)
            }
        }
        batch.position = scanner.position
        guard !rows.rows.isEmpty || !batch.rejected.isEmpty else { return nil }
        batch.order = [""]
        batch.streams[""] = rows
        return batch
    }

    /// Of each record that has a name.
    public var header: [String] { columns }

    /// The separator that was given or found.
    public var delimiter: UInt8? { scanner.delimiter }

    private func misfit(_ record: CSVScanner.Record) -> String? {
        record.cells.count == columns.count
            ? nil : "has \(record.cells.count) cells where the header has \(columns.count)"
    }

    private func record() throws(IngestError) -> CSVScanner.Record? {
        while true {
            if let record = scanner.next(isEnd: hasEnded) { return record }
            if hasEnded { return nil }
            let bytes = try input.read()
            if bytes.isEmpty { hasEnded = true } else { scanner.feed(bytes) }
        }
    }

    private static func names(_ record: CSVScanner.Record) throws(IngestError) -> [String] {
        if let problem = record.problem {
            throw IngestError(.source, "the header cannot be read: \(problem)")
        }
        let names = record.cells.enumerated().map { index, cell in
            let name = cell?.text.trimmed ?? ""
            return name.isEmpty ? "column\(index + 1)" : name
        }
        if names.contains(where: { $0.contains("\0") }) {
            throw IngestError(.source, "the header holds a NUL character; is it text?")
        }
        var seen: Set<String> = []
        for name in names where !seen.insert(name.lowercased()).inserted {
            throw IngestError(.source, "the header has the column '\(name)' twice; rename one")
        }
        return names
    }
}

extension String {
    var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text = text.dropFirst() }
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return String(text)
    }
}

/// Takes the bytes of a CSV file apart, fed in pieces of any size.
struct CSVScanner {
    struct Record {
        var cells: [CellText?]
        var line: Int
        /// Why it cannot be taken.
        var problem: String?
        /// As it was written.
        var content: String
    }

    private(set) var delimiter: UInt8?
    /// After the last record that was given.
    private(set) var position: SourcePosition
    private var buffer: [UInt8] = []
    private var start = 0
    /// Bytes from `start` that hold no end of a record, and whether they end inside quotes, or with
    /// a quote that closed.
    private var searched = 0
    private var isQuoted = false
    private var hasClosed = false
    private var isFirst: Bool

    init(delimiter: UInt8?, position: SourcePosition) {
        self.delimiter = delimiter
        self.position = position
        isFirst = position.offset == 0
    }

    mutating func feed(_ bytes: [UInt8]) {
        if start > 0 {
            buffer.removeSubrange(..<start)
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// The next record; nil until more is fed. Empty lines are skipped.
    mutating func next(isEnd: Bool) -> Record? {
        while let (record, ending) = takeRecord(isEnd: isEnd) {
            var bytes = record
            let line = position.lines + 1
            let length = record.count + ending
            position.lines += bytes.count { $0 == 0x0A } + (ending > 0 ? 1 : 0)
            position.offset += length
            if isFirst {
                isFirst = false
                if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
                delimiter = delimiter ?? Self.likely(bytes)
            }
            if bytes.last == 0x0D { bytes = bytes.dropLast() }
            if bytes.isEmpty { continue }
            return parse(bytes, line: line)
        }
        return nil
    }

    /// The bytes up to a line break outside of quotes, and how many bytes that break has.
    private mutating func takeRecord(isEnd: Bool) -> (ArraySlice<UInt8>, Int)? {
        var index = start + searched
        while index < buffer.count {
            let byte = buffer[index]
            if byte == 0x22, isQuoted || hasClosed || isCellStart(index) {
                hasClosed = isQuoted
                isQuoted.toggle()
            } else {
                hasClosed = false
            }
            if byte == 0x0A, !isQuoted {
                let record = buffer[start..<index]
                start = index + 1
                searched = 0
                return (record, 1)
            }
            index += 1
        }
        searched = buffer.count - start
        guard isEnd, start < buffer.count else { return nil }
        let record = buffer[start...]
        start = buffer.count
        searched = 0
        isQuoted = false
        hasClosed = false
        return (record, 0)
    }

    /// Whether a cell begins at a byte: a quote in the middle of one is a character like any other.
    private func isCellStart(_ index: Int) -> Bool {
        let before = buffer[start..<index]
        guard let last = before.last else { return true }
        if let delimiter { return last == delimiter || isMark(before) }
        return Self.delimiters.contains(last) || isMark(before)
    }

    /// Whether there is only the mark at the beginning of a file of UTF-8.
    private func isMark(_ bytes: ArraySlice<UInt8>) -> Bool {
        isFirst && bytes.elementsEqual([0xEF, 0xBB, 0xBF])
    }

    private static let delimiters: [UInt8] = [0x2C, 0x3B, 0x09, 0x7C]

    private static func likely(_ header: ArraySlice<UInt8>) -> UInt8 {
        let counts = delimiters.map { candidate in header.count { $0 == candidate } }
        let most = counts.max() ?? 0
        return most == 0 ? 0x2C : delimiters[counts.firstIndex(of: most) ?? 0]
    }

    private func parse(_ bytes: ArraySlice<UInt8>, line: Int) -> Record {
        var record = Record(
            cells: [], line: line, problem: nil, content: String(decoding: bytes, as: UTF8.self))
        guard String(validating: bytes, as: UTF8.self) != nil else {
            record.problem = "is not UTF-8"
            return record
        }
        let separator = delimiter ?? 0x2C
        var index = bytes.startIndex
        while true {
            var cell: [UInt8] = []
            if index < bytes.endIndex, bytes[index] == 0x22 {
                index += 1
                var isClosed = false
                while index < bytes.endIndex {
                    if bytes[index] == 0x22 {
                        index += 1
                        guard index < bytes.endIndex, bytes[index] == 0x22 else {
                            isClosed = true
                            break
                        }
                    }
                    cell.append(bytes[index])
                    index += 1
                }
                if !isClosed { record.problem = "a quote does not end" }
                if index < bytes.endIndex, bytes[index] != separator {
                    record.problem = record.problem ?? "there is text after a closing quote"
                }
                record.cells.append(CellText(String(decoding: cell, as: UTF8.self)))
                while index < bytes.endIndex, bytes[index] != separator { index += 1 }
            } else {
                let end = bytes[index...].firstIndex(of: separator) ?? bytes.endIndex
                let text = String(decoding: bytes[index..<end], as: UTF8.self)
                record.cells.append(text.isEmpty ? nil : CellText(text))
                index = end
            }
            guard index < bytes.endIndex else { break }
            index += 1
        }
        return record
    }
}
