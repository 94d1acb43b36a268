/// Writes rows in the form COPY takes.
struct CopyEncoder: Sendable {
    let columns: [PostgresColumn]
    /// Whether every column has a binary form here.
    let isBinary: Bool

    init(columns: [PostgresColumn]) {
        self.columns = columns
        isBinary = columns.allSatisfy { $0.type.isWritable }
    }

    /// What comes before the first row.
    var head: [UInt8] {
        guard isBinary else { return [] }
        // The signature, no flags, no extension.
        return Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00] + [UInt8](repeating: 0, count: 8)
    }

    /// What comes after the last.
    var tail: [UInt8] { isBinary ? [0xFF, 0xFF] : [] }

    func write(_ row: [PostgresValue], to writer: inout ByteWriter) throws(PostgreSQLError) {
        guard row.count == columns.count else {
            throw PostgreSQLError(
                .invalidValue, "a row has \(row.count) values for \(columns.count) columns")
        }
        if isBinary { writer.write(Int16(columns.count)) }
        for (index, value) in row.enumerated() {
            do throws(PostgreSQLError) {
                if isBinary {
                    try writeBinary(value, columns[index].type, to: &writer)
                } else {
                    if index > 0 { writer.write(UInt8(ascii: "\t")) }
                    try writeText(value, to: &writer)
                }
            } catch {
                throw PostgreSQLError(
                    error.code, "column \(columns[index].name): \(error.message)")
            }
        }
        if !isBinary { writer.write(UInt8(ascii: "\n")) }
    }

    private func writeBinary(
        _ value: PostgresValue, _ type: PostgresType, to writer: inout ByteWriter
    ) throws(PostgreSQLError) {
        if value == .null { return writer.write(Int32(-1)) }
        try writer.writeSized { (writer) throws(PostgreSQLError) in
            try value.write(as: type, to: &writer)
        }
    }

    private func writeText(_ value: PostgresValue, to writer: inout ByteWriter)
        throws(PostgreSQLError)
    {
        guard let text = try value.text() else { return writer.write(bytes: "\\N".utf8) }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): writer.write(bytes: "\\\\".utf8)
            case UInt8(ascii: "\n"): writer.write(bytes: "\\n".utf8)
            case UInt8(ascii: "\r"): writer.write(bytes: "\\r".utf8)
            case UInt8(ascii: "\t"): writer.write(bytes: "\\t".utf8)
            default: writer.write(byte)
            }
        }
    }
}

extension PostgresType {
    /// Whether values are written in its binary form.
    var isWritable: Bool {
        switch self {
        case .other, .void, .char, .inet, .cidr: false
        case .array(let element): element.isWritable && element.oid != nil
        default: true
        }
    }
}
