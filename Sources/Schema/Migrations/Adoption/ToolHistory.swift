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
    var name: String
    var entries: [Entry] = []
    /// For a tool that keeps the last version only: everything up to it is applied.
    var upTo: MigrationVersion?

    var table: String { "\(schema).\(name)" }

    var isEmpty: Bool { entries.isEmpty && upTo == nil }

    /// What it calls failed, and how that is settled: the beginning of a sentence.
    var failure: String? {
        guard let failed = entries.filter({ $0.state == .failed }).map(\.label).listed else {
            return nil
        }
        let what =
            tool.keepsLastOnly && failed.hasPrefix("-")
            ? "is at \(failed), because the way down of the first migration failed"
            : "says that \(failed) failed or did not end"
        return "\(table) \(what). Put the database right, settle it there (\(tool.remedy))"
    }

    mutating func read(_ rows: [JSON]) throws {
        switch tool {
        case .flyway: readFlyway(rows)
        case .goose, .micrate: readGoose(rows)
        case .golangMigrate, .tern:
            guard let row = rows.first, let version = row["version"]?.written else { return }
            let upTo = MigrationVersion(version)
            // -1 is a way down of the first one that failed.
            if row["dirty"]?.bool ?? false || version.hasPrefix("-") {
                entries = [Entry(version: upTo, label: version, state: .failed)]
            } else if let upTo, !(tool == .tern && upTo.isZero) {
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
            // Since its version 1 it keeps names of folders; what was there before may have none.
            if let named = named(row["name"], "/migration.sql", checksum: row["hash"]) {
                return named
            }
            guard let moment = row["created_at"]?.written.flatMap(Int64.init) else { return nil }
            return Entry(
                label: "\(moment)", checksum: row["hash"]?.written, moment: moment)
        case .mybatis, .play:
            return numbered(row["id"], isFailed: tool == .play && row["state"]?.string != "applied")
        case .sqlx:
            return numbered(
                row["version"], checksum: row["checksum"], isFailed: row["success"]?.bool == false)
        case .atlas:
            // Atlas keeps what is no migration under names with a dot.
            guard row["version"]?.string?.hasPrefix(".") != true else { return nil }
            if row["type"]?.int == 1, row["total"]?.int == 0 {
                return numbered(row["version"], isBaseline: true)
            }
            let isWhole = (row["error"]?.string ?? "").isEmpty && row["applied"] == row["total"]
            return numbered(row["version"], isFailed: !isWhole)
        default: return numbered(row["version"])
        }
    }

    private func numbered(
        _ version: JSON?, checksum: JSON? = nil, isFailed: Bool = false, isBaseline: Bool = false
    ) -> Entry? {
        guard let text = version?.written else { return nil }
        return Entry(
            version: MigrationVersion(text), label: text,
            state: isFailed ? .failed : isBaseline ? .baseline : .applied,
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
