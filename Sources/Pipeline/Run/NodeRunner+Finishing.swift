internal import DuckDB
internal import Hashing
internal import Jinja

extension NodeRunner {
    /// What comes after a relation was built: indexes, comments, and a word on what DuckDB has
    /// no place for.
    ///
    /// - Parameter isNew: whether the table was made from nothing.
    func finish(_ relation: Relation, _ kind: Relation.Kind, isNew: Bool) throws(PipelineError) {
        if kind == .table, isNew { try createIndexes(on: relation) }
        try persistDocs(relation, kind)
        for key in ["partitioned_by", "partition_by", "sorted_by", "sort_by"]
        where configured(key) && !(key == "partition_by" && parts != nil) {
            warn("`\(key)` is for DuckLake alone and changes nothing for \(relation)")
        }
        if configured("grants") { warn("`grants` change nothing: DuckDB has none") }
    }

    private func configured(_ key: String) -> Bool {
        node.configuration[key].map { !$0.isEmptyOrNone } ?? false
    }

    private func warn(_ message: String) {
        scope.execution?.warn(Warning(message, file: node.file))
    }

    // MARK: Indexes

    private func createIndexes(on relation: Relation) throws(PipelineError) {
        for (place, item) in (node.configuration["indexes"]?.elements ?? []).enumerated() {
            // The same index may be asked for twice.
            let salt = scope.session.invocation.id + "_\(place)"
            _ = try engine.query(try Self.indexStatement(item, on: relation, salt))
        }
    }

    /// The statement of one of the `indexes`.
    ///
    /// - Parameter salt: a part of its name, which no other index may have.
    static func indexStatement(
        _ item: Jinja.Value, on relation: Relation, _ salt: String
    ) throws(PipelineError) -> String {
        let columns = (item.dict?["columns"]?.elements ?? []).compactMap(\.string)
        guard !columns.isEmpty else {
            throw PipelineError(
                .configuration, "each of the `indexes` needs its `columns`",
                hint: "indexes: [{columns: [a, b], unique: true}]")
        }
        let isUnique = item.dict?["unique"]?.bool ?? false
        let name = MD5.hexadecimal(
            (columns + [relation.sql, String(isUnique), salt]).joined(separator: "_"))
        return "create \(isUnique ? "unique " : "")index \(quoted(name)) on \(relation.sql) "
            + "(\(columns.joined(separator: ", ")))"
    }

    // MARK: Comments

    /// `persist_docs`: descriptions become comments of the relation and its columns.
    private func persistDocs(
        _ relation: Relation, _ kind: Relation.Kind
    ) throws(PipelineError) {
        guard let wanted = node.configuration["persist_docs"]?.dict else { return }
        if wanted["relation"]?.bool == true, !node.description.isEmpty {
            _ = try engine.query(
                "comment on \(kind.rawValue) \(relation.sql) is \(literal(node.description))")
        }
        guard wanted["columns"]?.bool == true, !node.columns.isEmpty else { return }
        let there = try engine.columns(of: relation).map(\.name)
        var missing: [String] = []
        for column in node.columns {
            let isThere =
                column.quoted
                ? there.contains(column.name)
                : there.contains { $0.lowercased() == column.name.lowercased() }
            guard isThere else {
                missing.append(column.name)
                continue
            }
            if !there.contains(column.name) { continue }
            _ = try engine.query(
                "comment on column \(relation.sql).\(quoted(column.name)) is "
                    + literal(column.description))
        }
        if !missing.isEmpty {
            warn(
                "In relation \(relation): The following columns are specified in the schema but "
                    + "are not present in the database: \(missing.joined(separator: ", "))")
        }
    }
}
