import JSON
import PostgreSQL

/// What another tool's table says was applied.
struct ToolHistory {
    struct Entry: Hashable {
        enum State: Hashable { case applied, baseline, failed }

        /// Nil where the tool knows its migrations by something else.
        var version: MigrationVersion?
        /// As a person knows it.
        var label: String
        var state = State.applied
        /// In the tool's own form.
        var checksum: String?
        /// Drizzle's name of a migration: the moment it was made, in milliseconds.
        var moment: Int64?
    }

    var tool: MigrationTool
    var schema: String
    var entries: [Entry] = []
    /// For a tool that keeps the last version only: everything up to it is applied.
    var upTo: MigrationVersion?

    var table: String { "\(schema).\(tool.table)" }

    var isEmpty: Bool { entries.isEmpty && upTo == nil }

    /// Those of a database that this role may read.
    static func all(_ connection: BlockingConnection) throws -> [Self] {
        let names = Array(Set(MigrationTool.allCases.map(\.table)))
        let found = try connection.query(
            """
            SELECT n.nspname::text AS schema, c.relname::text AS name,
                array_agg(a.attname::text ORDER BY a.attnum) AS columns
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.relname = ANY(\(names)) AND c.relkind IN ('r', 'p')
                AND has_table_privilege(c.oid, 'SELECT') AND has_schema_privilege(n.oid, 'USAGE')
            GROUP BY 1, 2 ORDER BY 1, 2
            """)
        var histories: [Self] = []
        for row in found.rows {
            let name = try row.decode("name", as: String.self)
            let columns = Set(try row.decode("columns", as: [String].self))
            guard
                let tool = MigrationTool.allCases.first(where: {
                    $0.table == name && $0.columns.isSubset(of: columns)
                        && $0.foreignColumns.isDisjoint(with: columns)
                })
            else { continue }
            var history = Self(tool: tool, schema: try row.decode("schema"))
            let rows: [String] = try connection.query(
                "SELECT to_jsonb(t)::text FROM \(identifier: [history.schema, name]) t"
            ).values()
            try history.read(rows.map { try JSON.parse($0) })
            histories.append(history)
        }
        return histories
    }

    private mutating func read(_ rows: [JSON]) throws {
        switch tool {
        case .flyway: readFlyway(rows)
        case .goose, .micrate: readGoose(rows)
        case .golangMigrate, .tern:
            guard let row = rows.first, let version = row["version"]?.written,
                let upTo = MigrationVersion(version), !(tool == .tern && upTo.isZero)
            else { return }
            if row["dirty"]?.bool ?? false {
                entries = [Entry(version: upTo, label: version, state: .failed)]
            } else {
                self.upTo = upTo
            }
        default: entries = rows.compactMap(entry)
        }
    }

    /// Of a tool that keeps one row for each.
    private func entry(_ row: JSON) -> Entry? {
        switch tool {
        case .prisma:
            guard row["rolled_back_at"]?.written == nil else { return nil }
            return named(
                row["migration_name"], "/migration.sql", checksum: row["checksum"],
                isFailed: row["finished_at"]?.written == nil)
        case .sqlMigrate: return named(row["id"], "")
        case .nodePgMigrate: return named(row["name"], ".sql")
        case .drizzle:
            guard let moment = row["created_at"]?.written.flatMap(Int64.init) else { return nil }
            return Entry(
                label: "\(moment)", checksum: row["hash"]?.written, moment: moment)
        case .mybatis, .play:
            return numbered(row["id"], isFailed: tool == .play && row["state"]?.string != "applied")
        case .sqlx:
            return numbered(
                row["version"], checksum: row["checksum"], isFailed: row["success"]?.bool == false)
        case .atlas:
            let isWhole = (row["error"]?.string ?? "").isEmpty && row["applied"] == row["total"]
            return numbered(row["version"], isFailed: !isWhole)
        default: return numbered(row["version"])
        }
    }

    private func numbered(_ version: JSON?, checksum: JSON? = nil, isFailed: Bool = false) -> Entry?
    {
        guard let text = version?.written else { return nil }
        return Entry(
            version: MigrationVersion(text), label: text, state: isFailed ? .failed : .applied,
            checksum: checksum?.written)
    }

    /// Of a tool that knows its migrations by the names of their files.
    private func named(
        _ name: JSON?, _ ending: String, checksum: JSON? = nil, isFailed: Bool = false
    ) -> Entry? {
        guard let text = name?.written else { return nil }
        return Entry(
            version: MigrationFileName(text + ending)?.version, label: text,
            state: isFailed ? .failed : .applied, checksum: checksum?.written)
    }

    /// The last entry of a version says how it stands: what was undone is not applied.
    private mutating func readFlyway(_ rows: [JSON]) {
        let ordered = rows.sorted {
            ($0["installed_rank"]?.int ?? 0) < ($1["installed_rank"]?.int ?? 0)
        }
        for row in ordered {
            let type = row["type"]?.string ?? ""
            let script = row["script"]?.string ?? ""
            guard type != "SCHEMA" else { continue }
            let file = script.split(separator: "/").last.map { String($0.dropLast(4)) } ?? script
            let label = row["version"]?.written ?? file
            let version = MigrationVersion(label)
            if let version { entries.removeAll { $0.version == version } }
            if type.hasPrefix("UNDO") || type == "DELETE" { continue }
            let isBaseline = type.hasSuffix("BASELINE")
            entries.append(
                Entry(
                    version: version, label: script.isEmpty ? label : script,
                    state: row["success"]?.bool == false
                        ? .failed : isBaseline ? .baseline : .applied,
                    checksum: isBaseline ? nil : row["checksum"]?.written))
        }
    }

    private mutating func readGoose(_ rows: [JSON]) {
        let ordered = rows.sorted { ($0["id"]?.int ?? 0) < ($1["id"]?.int ?? 0) }
        for row in ordered {
            guard let label = row["version_id"]?.written, label != "0" else { continue }
            entries.removeAll { $0.label == label }
            if row["is_applied"]?.bool ?? true {
                entries.append(Entry(version: MigrationVersion(label), label: label))
            }
        }
    }
}

extension JSON {
    /// A text or whole number as it is written; nil for anything else.
    fileprivate var written: String? { string ?? int.map { "\($0)" } }
}
