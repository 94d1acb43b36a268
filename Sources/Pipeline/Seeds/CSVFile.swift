/// A comma-separated file as RFC 4180 has it: a header, then records of as many fields.
///
/// Quoted fields may hold the delimiter, line breaks and doubled quotes. Lines end in LF or CRLF;
/// a byte order mark is skipped; blank lines are no records.
struct CSVFile: Sendable {
    /// The header's names, in order.
    let columns: [String]
    /// The fields of each record.
    let records: [[String]]
    /// The line each record begins on, from 1.
    let lines: [Int]

    /// Reads a text.
    ///
    /// - Throws: code `.seed` with the line of an unfinished quote, of a record with too few or
    ///   too many fields, of names that differ in nothing but their case.
    init(_ text: String, delimiter: UInt8 = 0x2c, file: String) throws(PipelineError) {
        var reader = Reader(bytes: Array(text.utf8), delimiter: delimiter, file: file)
        guard let header = try reader.record() else {
            throw PipelineError(
                .seed, "the file is empty, expected a line of column names", file: file, line: 1)
        }
        let names = Self.names(header.fields)
        var seen: Set<String> = []
        for name in names {
            if !seen.insert(name.lowercased()).inserted {
                throw PipelineError(
                    .seed, "the column '\(name)' is named twice", file: file, line: header.line)
            }
        }
        var records: [[String]] = []
        var lines: [Int] = []
        while let record = try reader.record() {
            if record.fields.count != header.fields.count {
                throw PipelineError(
                    .seed,
                    "this record has \(record.fields.count) fields, the header has "
                        + "\(header.fields.count)", file: file, line: record.line,
                    hint: "A field that holds the delimiter or a quote must be quoted.")
            }
            records.append(record.fields)
            lines.append(record.line)
        }
        columns = names
        self.records = records
        self.lines = lines
    }

    /// The names of columns as dbt has them: what has none is called by the letter of its place,
    /// and what has another's gets a number.
    private static func names(_ header: [String]) -> [String] {
        var names: [String] = []
        for (index, written) in header.enumerated() {
            let letter = String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index % 26)))
            let plain = written.isEmpty ? String(repeating: letter, count: index / 26 + 1) : written
            var name = plain
            var count = 2
            while names.contains(name) {
                name = "\(plain)_\(count)"
                count += 1
            }
            names.append(name)
        }
        return names
    }
}

/// Takes records off the front of a file.
private struct Reader {
    let bytes: [UInt8]
    let delimiter: UInt8
    let file: String
    var position: Int
    var line = 1

    init(bytes: [UInt8], delimiter: UInt8, file: String) {
        self.bytes = bytes
        self.delimiter = delimiter
        self.file = file
        position = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    }

    mutating func record() throws(PipelineError) -> (fields: [String], line: Int)? {
        while position < bytes.count, bytes[position] == 0x0a || bytes[position] == 0x0d {
            if bytes[position] == 0x0a { line += 1 }
            position += 1
        }
        if position >= bytes.count { return nil }
        let start = line
        var fields: [String] = []
        while true {
            fields.append(try field())
            if position >= bytes.count { break }
            let byte = bytes[position]
            position += 1
            if byte == delimiter { continue }
            if byte == 0x0d, position < bytes.count, bytes[position] == 0x0a { position += 1 }
            line += 1
            break
        }
        return (fields, start)
    }

    /// Stops at the delimiter, the line's end or the file's end.
    private mutating func field() throws(PipelineError) -> String {
        if position < bytes.count, bytes[position] == 0x22 { return try quoted() }
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte == delimiter || byte == 0x0a || byte == 0x0d { break }
            position += 1
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func quoted() throws(PipelineError) -> String {
        let opened = line
        position += 1
        var content: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == 0x22 {
                guard position < bytes.count, bytes[position] == 0x22 else {
                    return try closed(content)
                }
                position += 1
            }
            if byte == 0x0a { line += 1 }
            content.append(byte)
        }
        throw PipelineError(
            .seed, "a quote that opens here is never closed", file: file, line: opened)
    }

    private func closed(_ content: [UInt8]) throws(PipelineError) -> String {
        if position < bytes.count {
            let next = bytes[position]
            guard next == delimiter || next == 0x0a || next == 0x0d else {
                throw PipelineError(
                    .seed, "text follows a closing quote", file: file, line: line,
                    hint: "A quote inside a quoted field is written twice.")
            }
        }
        return String(decoding: content, as: UTF8.self)
    }
}
