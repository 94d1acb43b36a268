internal import CDuckDB

extension DuckDBError {
    /// An error of the engine: its type where the C API gives one, its message, and what the
    /// message tells that the type does not.
    static func engine(
        _ type: duckdb_error_type? = nil, _ text: UnsafePointer<CChar>?, sql: String? = nil,
        values: [Value] = [], otherwise: String = "DuckDB gave no reason"
    ) -> DuckDBError {
        let message = text.map { String(cString: $0) } ?? otherwise
        var code = Code(message: message)
        if let type, type != DUCKDB_ERROR_INVALID { code = Code(type) }
        return DuckDBError(refined(code, message), message, sql: sql, hiding: values)
    }

    private static func refined(_ code: Code, _ message: String) -> Code {
        func says(_ words: String...) -> Bool { words.contains { message.contains($0) } }
        switch code {
        case .io:
            if says("Could not set lock", "Conflicting lock") { return .locked }
            if says(
                "not a valid DuckDB database file", "Corrupt", "checksum", "corrupt",
                "Could not read enough bytes")
            {
                return .corruptFile
            }
            if says("opened in read-only mode") { return .readOnly }
        case .binder, .catalog:
            if says("Unique file handle conflict", "already attached by database") {
                return .locked
            }
        case .invalidInput:
            if says("attached in read-only mode") { return .readOnly }
            // What a Swift function throws comes back as a text.
            if says(Interruption.message) { return .interrupt }
            if says("options were not recognized") { return .configuration }
        case .transaction:
            if says("onflict") { return .conflict }
            if says("constraint violation", "onstraint failed") { return .constraint }
        default: break
        }
        return code
    }
}
