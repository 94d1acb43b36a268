internal import DuckDB

extension PipelineError {
    /// DuckDB's error in terms of a project.
    ///
    /// - Parameters:
    ///   - statement: the SQL that ran.
    ///   - linesBefore: how many lines of it stand before the node's own compiled SQL.
    ///   - compiled: the node's compiled SQL; without it the excerpt shows the statement.
    init(
        _ error: DuckDBError, statement: String, linesBefore: Int = 0, compiled: String? = nil
    ) {
        let isInterrupt = error.code == .interrupt
        self.init(isInterrupt ? .interrupted : .database, Self.message(of: error))
        hint = Self.hint(for: error)
        guard let position = SQLExcerpt.position(in: error.message, statement: statement) else {
            return
        }
        let line = position.line - linesBefore
        excerpt =
            compiled.flatMap { SQLExcerpt.around(line, column: position.column, in: $0) }
            ?? SQLExcerpt.around(position.line, column: position.column, in: statement)
    }

    /// The description, which hides values, without its code and without the statement.
    private static func message(of error: DuckDBError) -> String {
        var text = error.description[...]
        let head = error.code.rawValue + ": "
        if text.hasPrefix(head) { text = text.dropFirst(head.count) }
        for tail in ["\nin: ", "\nin statement "] {
            if error.sql != nil || error.statementNumber != nil,
                let range = text.firstRange(of: tail)
            {
                text = text[..<range.lowerBound]
            }
        }
        return SQLExcerpt.headline(of: String(text))
    }

    /// Says one thing more that helps, on a line of its own.
    mutating func add(hint more: String) {
        hint = [hint, more].compactMap(\.self).joined(separator: "\n")
    }

    /// Whether DuckDB found no memory for a statement: with less to do at once it may.
    public var isOutOfMemory: Bool {
        code == .database && message.contains("Out of Memory")
    }

    /// A node was interrupted because the machine has no memory for it.
    static func outOfMemory(because reason: String) -> PipelineError {
        PipelineError(
            .database,
            "interrupted before the machine ran out of memory (Out of Memory): \(reason)",
            hint: "Nothing of the node is left half done. Run it when less else runs "
                + "(dormouse monitor shows what does), lower DORMOUSE_MEMORY_LIMIT, or compute the "
                + "model in parts with partition_by.")
    }

    private static func hint(for error: DuckDBError) -> String? {
        switch error.code {
        case .catalog where error.message.contains("Table with name"):
            "A model is read through ref('name') and a table of others through "
                + "source('group', 'table'), so that it is there when it is needed."
        case .outOfMemory:
            "Raise memory_limit in the profile's settings, give temp_directory more room, or "
                + "compute the model in parts with partition_by; list() and string_agg() cannot "
                + "spill to disk."
        case .locked: "Another process has the database open; wait for it or stop it."
        case .readOnly:
            "The database is attached read_only; send the model elsewhere with the config "
                + "`database`."
        case .conversion:
            "try_cast gives NULL where a value does not fit, instead of an error."
        case .conflict: "Another connection changed the same rows; run again."
        case .missingExtension, .autoload:
            "Name the extension under `extensions` of the profile."
        case .transaction where error.message.contains("single attached database"):
            "One node can write one database; move the hook that writes another one outside of "
                + "the transaction with `transaction: false`."
        default: nil
        }
    }
}
