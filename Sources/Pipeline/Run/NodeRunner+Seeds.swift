internal import DuckDB

extension NodeRunner {
    /// Builds a seed's table beside the old one from its file and then takes its place.
    func buildSeed() throws(PipelineError) -> Outcome {
        guard let files else { return Outcome() }
        let file = try CSVFile(
            try files.read(node.file), delimiter: try delimiter(), file: node.file)
        let columns = try columns(of: file)
        let relation = node.relation
        if try engine.existing(relation)?.kind == .view {
            throw PipelineError(
                .seed, "Cannot seed to '\(relation)', it is a view",
                hint: "Drop the view, or give the seed another `alias`.")
        }
        let new = relation.named((relation.identifier ?? node.name) + "__dbt_tmp", kind: .table)
        try engine.drop(new)
        let definitions = columns.map { "\(quoted($0.name)) \($0.type)" }
        _ = try engine.query("create table \(new.sql) (\(definitions.joined(separator: ", ")))")
        engine.note(new, .table)
        let rows = scope.session.isEmpty ? 0 : file.records.count
        if rows > 0 { try load(file, columns, into: new) }
        try engine.drop(relation)
        try engine.rename(new, to: relation)
        try finish(relation, .table, isNew: true)
        let code = scope.isFullRefresh ? "CREATE" : "INSERT"
        let message = "\(code) \(rows)"
        return Outcome(
            rows: rows, message: message,
            response: AdapterResponse(message: message, code: code, rowsAffected: rows))
    }

    private struct SeedColumn {
        let name: String
        /// As SQL.
        let type: String
        /// What was inferred; text where the type is given.
        let inferred: SeedType
    }

    private func delimiter() throws(PipelineError) -> UInt8 {
        guard let text = try node.configuration.string("delimiter") else { return 0x2c }
        guard let byte = text.utf8.first, text.utf8.count == 1 else {
            throw PipelineError(.configuration, "the config `delimiter` must be one character")
        }
        return byte
    }

    private func columns(of file: CSVFile) throws(PipelineError) -> [SeedColumn] {
        let given = try node.configuration.mapping("column_types")
        for (name, _) in given
        where !file.columns.contains(where: { $0.lowercased() == name.lowercased() }) {
            throw PipelineError(
                .configuration, "`column_types` names a column '\(name)' that the file lacks",
                hint: suggestion(for: name, among: file.columns))
        }
        return file.columns.enumerated().map { index, name in
            if let type = given.first(where: { $0.key.lowercased() == name.lowercased() }) {
                return SeedColumn(name: name, type: type.value.pythonText, inferred: .text)
            }
            let type = SeedType.infer(file.records.lazy.map { $0[index] })
            return SeedColumn(name: name, type: type.rawValue, inferred: type)
        }
    }

    /// Binds whole columns as lists of texts; the table's types cast them.
    private func load(
        _ file: CSVFile, _ columns: [SeedColumn], into table: Relation
    ) throws(PipelineError) {
        if file.records.isEmpty { return }
        let cells = columns.enumerated().map { index, column in
            DuckDB.Value.list(
                file.records.map { record in
                    // A given type takes an empty cell as NULL, as DuckDB's own reader does.
                    column.inferred.isNull(record[index]) ? .null : .string(record[index])
                })
        }
        let casts = columns.map { "cast(unnest(cast(? as varchar[])) as \($0.type))" }
        do {
            try engine.connection.query(
                "insert into \(table.sql) select \(casts.joined(separator: ", "))", cells)
        } catch {
            throw PipelineError(error, statement: "")
        }
    }

    /// Which cell does not fit its column, for the error; asked when the transaction has ended.
    func misfit() throws(PipelineError) -> PipelineError? {
        guard let files else { return nil }
        let file = try CSVFile(
            try files.read(node.file), delimiter: try delimiter(), file: node.file)
        let columns = try columns(of: file)
        for (index, column) in columns.enumerated() {
            let cells = DuckDB.Value.list(
                file.records.map { $0[index].isEmpty ? .null : .string($0[index]) })
            let result = try engine.query(
                "select place from (select unnest(range(len($1))) as place, unnest($1) as cell) "
                    + "where cell is not null and try_cast(cell as \(column.type)) is null limit 1",
                [cells])
            if let place = result.first?.intValue {
                return PipelineError(
                    .seed, "a value of the column '\(column.name)' is no \(column.type)",
                    file: node.file, line: file.lines[place],
                    hint: "Correct the value, or give the column another type under "
                        + "`column_types`.")
            }
        }
        return nil
    }
}
