extension SnapshotPlan {
    /// Names that the staged rows have and the table does not.
    var stagingColumns: Set<String> {
        Set(["dbt_change_type"] + keyNames)
    }

    private var keyNames: [String] {
        hasKeyList ? keys.indices.map { "dbt_unique_key_\($0 + 1)" } : ["dbt_unique_key"]
    }

    private var keyList: String {
        zip(keys, keyNames).map { "\($0) as \($1)" }.joined(separator: ", ")
    }

    private func keysMatch(_ left: String, _ right: String) -> String {
        keyNames.map { "\(left).\($0) = \(right).\($0)" }.joined(separator: " and ")
    }

    private func hash(_ parts: [String]) -> String {
        let texts = parts.map { "coalesce(cast(\($0) as varchar), '')" }
        return "md5(\(texts.joined(separator: " || '|' || ")))"
    }

    /// The end of a version that is still valid, with the type of its beginning.
    private var end: String {
        "coalesce(nullif(\(updatedAt), \(updatedAt)), \(openEnd ?? "null")) as \(names.validTo)"
    }

    private var versionID: String { hash(keys + [updatedAt]) }

    /// The text before and after the query in the statement that makes the table.
    var first: (head: String, tail: String) {
        var columns = [
            "*", "\(versionID) as \(names.versionID)", "\(updatedAt) as \(names.updatedAt)",
            "\(updatedAt) as \(names.validFrom)", end,
        ]
        if hardDeletes == .newRecord { columns.append("'False' as \(names.isDeleted)") }
        return ("select \(columns.joined(separator: ", ")) from (", ") as snapshot_query")
    }

    /// What has changed, as rows to insert and versions to end.
    ///
    /// - Parameters:
    ///   - compared: the columns to compare, quoted; nil counts every row as changed.
    ///   - queried: the query's columns, and whether the table has them.
    func staging(
        target: Relation, compared: [String]?, queried: [(name: String, isThere: Bool)]
    ) -> (head: String, tail: String) {
        let head = "with snapshot_query as ("
        let opened =
            openEnd.map { "(\(names.validTo) = \($0) or \(names.validTo) is null)" }
            ?? "\(names.validTo) is null"
        var tables = [
            "snapshotted_data as (select *, \(keyList) from \(target.sql) where \(opened))",
            """
            insertions_source_data as (select *, \(keyList), \(updatedAt) as \(names.updatedAt), \
            \(updatedAt) as \(names.validFrom), \(end), \(versionID) as \(names.versionID) \
            from snapshot_query)
            """,
            """
            updates_source_data as (select *, \(keyList), \(updatedAt) as \(names.updatedAt), \
            \(updatedAt) as \(names.validFrom), \(updatedAt) as \(names.validTo) \
            from snapshot_query)
            """,
        ]
        let isNew = hardDeletes == .newRecord
        let wasDeleted = isNew ? " or snapshotted_data.\(names.isDeleted) = 'True'" : ""
        let changed = "(\(rowChanged(compared))\(wasDeleted))"
        let match = keysMatch("snapshotted_data", "source_data")
        tables.append(
            """
            insertions as (select 'insert' as dbt_change_type, source_data.*\
            \(isNew ? ", 'False' as \(names.isDeleted)" : "") \
            from insertions_source_data as source_data left join snapshotted_data on \(match) \
            where snapshotted_data.\(keyNames[0]) is null \
            or (snapshotted_data.\(keyNames[0]) is not null and \(changed)))
            """)
        let kept =
            "snapshotted_data.\(names.versionID)"
            + (isNew ? ", snapshotted_data.\(names.isDeleted)" : "")
        tables.append(
            """
            updates as (select 'update' as dbt_change_type, source_data.*, \(kept) \
            from updates_source_data as source_data join snapshotted_data on \(match) \
            where \(changed))
            """)
        var parts = ["insertions", "updates"]
        if hardDeletes != .ignore {
            tables += deletes(match, kept, queried)
            parts.append("deletes")
            if isNew { parts.append("deletion_records") }
        }
        let union = parts.map { "select * from \($0)" }.joined(separator: " union all ")
        return (head, "), " + tables.joined(separator: ",\n") + "\n" + union)
    }

    /// The versions of rows that are gone, and the versions that say so.
    private func deletes(
        _ match: String, _ kept: String, _ queried: [(name: String, isThere: Bool)]
    ) -> [String] {
        var gone = "source_data.\(keyNames[0]) is null"
        if hardDeletes == .newRecord {
            let opened =
                openEnd.map { "snapshotted_data.\(names.validTo) = \($0)" }
                ?? "snapshotted_data.\(names.validTo) is null"
            gone += " and not (snapshotted_data.\(names.isDeleted) = 'True' and \(opened))"
        }
        let from = "from snapshotted_data left join deletes_source_data as source_data on \(match)"
        let now = Self.now
        var tables = [
            "deletes_source_data as (select *, \(keyList) from snapshot_query)",
            """
            deletes as (select 'delete' as dbt_change_type, source_data.*, \
            \(now) as \(names.validFrom), \(now) as \(names.updatedAt), \
            \(now) as \(names.validTo), \(kept) \(from) where \(gone))
            """,
        ]
        guard hardDeletes == .newRecord else { return tables }
        let columns = queried.map {
            ($0.isThere ? "snapshotted_data." : "source_data.") + quoted($0.name)
        }
        let keyColumns =
            hasKeyList
            ? zip(keys, keyNames).map { "snapshotted_data.\($0) as \($1)" }
            : ["snapshotted_data.dbt_unique_key as dbt_unique_key"]
        let list = columns + keyColumns
        tables.append(
            """
            deletion_records as (select 'insert' as dbt_change_type, \
            \(list.joined(separator: ", ")), \(now) as \(names.validFrom), \
            \(now) as \(names.updatedAt), snapshotted_data.\(names.validTo) as \(names.validTo), \
            \(hash([names.versionID, now])) as \(names.versionID), \
            'True' as \(names.isDeleted) \(from) where \(gone))
            """)
        return tables
    }

    private func rowChanged(_ compared: [String]?) -> String {
        switch strategy {
        case .timestamp:
            return "snapshotted_data.\(names.validFrom) < source_data.\(updatedAt)"
        case .check:
            guard let compared else { return "true" }
            if compared.isEmpty { return "false" }
            return compared.map { "snapshotted_data.\($0) is distinct from source_data.\($0)" }
                .joined(separator: " or ")
        }
    }

    /// The statements that bring staged rows into the table, in order.
    func merge(staged: Relation, into target: Relation, columns: [String]) -> [String] {
        let old = "snapshot_target.\(names.validTo)"
        let opened = openEnd.map { "(\(old) = \($0) or \(old) is null)" } ?? "\(old) is null"
        let list = columns.map(quoted).joined(separator: ", ")
        return [
            """
            update \(target.sql) as snapshot_target set \(names.validTo) = staged.\(names.validTo) \
            from \(staged.sql) as staged \
            where staged.\(names.versionID)::text = snapshot_target.\(names.versionID)::text \
            and staged.dbt_change_type in ('update', 'delete') and \(opened)
            """,
            """
            insert into \(target.sql) (\(list)) select \(list) from \(staged.sql) as staged \
            where staged.dbt_change_type = 'insert'
            """,
        ]
    }
}
