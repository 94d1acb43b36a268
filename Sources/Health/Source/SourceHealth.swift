public import Foundation
import PostgreSQL

/// Looks at the rows of a table that something else writes: what consolidation, a dashboard or a
/// model is going to read.
public struct SourceHealth {
    private let limits: HealthLimits
    private let mapping: SourceMapping
    private let table: [String]
    private let now: Date

    /// - Parameter table: parts of its name: schema and table, or the table alone.
    public init(_ limits: HealthLimits, _ mapping: SourceMapping, table: [String], now: Date) {
        self.limits = limits
        self.mapping = mapping
        self.table = table
        self.now = now
    }

    private struct Columns {
        var names: [String: String] = [:]
        var types: [String: String] = [:]

        func quoted(_ meaning: String) -> String? {
            names[meaning].map { PostgresIdentifier.quote($0) }
        }
    }

    /// - Throws: where the table is not there, or the database fails.
    public func checks(_ database: any SourceDatabase) throws -> [HealthCheck] {
        let found = try database.columns(of: table)
        guard !found.isEmpty else {
            throw HealthError(
                "there is no table \(table.joined(separator: ".")). Name one with --table")
        }
        let (columns, schema) = match(found)
        let counted = try counts(database, columns)
        let rows = counted.first { $0.name == "rows" }?.value ?? 0
        return [schema] + counted + (try hashes(database, columns, rows: rows))
            + (try freshness(database, columns)) + (try volume(database, columns))
    }

    /// Which columns mean what, and whether those that were named are there and of their kind.
    private func match(_ found: [(name: String, type: String)]) -> (Columns, HealthCheck) {
        var columns = Columns()
        var wrong: [String] = []
        for (meaning, candidates) in SourceMapping.candidates {
            let named = mapping.named(meaning)
            guard
                let column = (named.map { [$0] } ?? candidates).lazy
                    .compactMap({ name in found.first { $0.name == name } }).first
            else {
                if let named { wrong.append("there is no column \(named) (\(meaning))") }
                continue
            }
            if !Self.fits(column.type, meaning) {
                wrong.append("\(column.name) is \(column.type), which is no \(meaning)")
                continue
            }
            columns.names[meaning] = column.name
            columns.types[meaning] = column.type
        }
        for meaning in ["id", "content"] where columns.names[meaning] == nil && wrong.isEmpty {
            wrong.append("no column was found for \(meaning): name it with --\(meaning)")
        }
        let told = SourceMapping.candidates.compactMap { entry in
            columns.names[entry.meaning].map { "\(entry.meaning): \($0)" }
        }
        let check = HealthCheck(
            "source_schema", wrong.isEmpty ? .green : .red,
            wrong.isEmpty ? "as expected" : "\(wrong.count) wrong",
            advice: "give the columns their types, or say which column means what",
            details: wrong + told)
        return (columns, check)
    }

    private static func fits(_ type: String, _ meaning: String) -> Bool {
        let isText = ["text", "char", "string", "name", "citext"].contains(where: type.contains)
        switch meaning {
        case "content", "hash": return isText
        case "created", "updated": return type.contains("timestamp") || type == "date"
        case "metadata": return isText || type.contains("json")
        default: return true
        }
    }

    private var from: String { PostgresIdentifier.quote(table) }

    private func counts(_ database: any SourceDatabase, _ columns: Columns) throws -> [HealthCheck]
    {
        var asked: [(name: String, sql: String)] = [("rows", "count(*)")]
        if let id = columns.quoted("id") {
            asked.append(("null_ids", "count(*) FILTER (WHERE \(id) IS NULL)"))
            asked.append(("duplicate_ids", "count(\(id)) - count(DISTINCT \(id))"))
        }
        if let content = columns.quoted("content") {
            asked.append(("nulls", "count(*) FILTER (WHERE \(content) IS NULL)"))
            asked.append(("empties", "count(*) FILTER (WHERE \(content) = '')"))
            asked.append(("valid", "count(*) FILTER (WHERE trim(\(content)) <> '')"))
        }
        if let created = columns.quoted("created"), let updated = columns.quoted("updated") {
            asked.append(
                ("updated_before_created", "count(*) FILTER (WHERE \(updated) < \(created))"))
        }
        if let metadata = columns.names["metadata"], let type = columns.types["metadata"],
            let isWrong = type == "jsonb" || type == "json" && !(database.isDuckDB)
                ? "false" : database.isNoJSON(metadata)
        {
            asked.append(
                (
                    "invalid_metadata",
                    "count(*) FILTER (WHERE \(PostgresIdentifier.quote(metadata)) IS NOT NULL AND \(isWrong))"
                ))
        }
        let list = asked.map { "(\($0.sql))::double precision" }.joined(separator: ", ")
        let row = try database.numbers("SELECT \(list) FROM \(from)", now: 0).first ?? []
        let values = Dictionary(
            uniqueKeysWithValues: zip(asked.map(\.name), row).map { ($0, $1 ?? 0) })
        return told(values)
    }

    private func told(_ values: [String: Double]) -> [HealthCheck] {
        let rows = values["rows"] ?? 0
        var checks = [HealthCheck("rows", .green, Figure.number(rows), value: rows)]
        let advice = [
            (
                "null_ids",
                "a row without an id cannot be told from others: make the column NOT NULL"
            ),
            ("duplicate_ids", "find what writes rows twice, and make the column unique"),
            (
                "updated_before_created",
                "clocks differ, or columns are mixed up, in what writes these rows"
            ),
            ("invalid_metadata", "what reads it will fail: make the column jsonb"),
        ]
        for (name, text) in advice {
            guard let value = values[name] else { continue }
            checks.append(limits.check(name, value, advice: text))
        }
        if let valid = values["valid"], let nulls = values["nulls"], let empties = values["empties"]
        {
            checks.append(
                limits.check(
                    "valid_content", rows == 0 ? 1 : valid / rows,
                    advice: "rows without content are quarantined: keep them from being written",
                    details: ["NULL: \(Figure.number(nulls))", "empty: \(Figure.number(empties))"]))
            // Either means "nothing"; both at once means that two writers disagree.
            checks.append(
                limits.check(
                    "null_and_empty", min(nulls, empties),
                    figure: "\(Figure.number(nulls)) NULL, \(Figure.number(empties)) empty",
                    advice: "choose one of NULL and '' for content that is not there"))
        }
        return checks
    }

    /// How many rows are hashed anew: all of a small table, a sample of a large one.
    private static let sample = 10_000.0

    /// Whether the texts are still those that were hashed.
    private func hashes(_ database: any SourceDatabase, _ columns: Columns, rows: Double) throws
        -> [HealthCheck]
    {
        guard let hash = columns.quoted("hash"), let content = columns.quoted("content") else {
            return []
        }
        let share = rows <= Self.sample ? 1 : Self.sample / rows
        let id = columns.quoted("id") ?? "NULL"
        let found = try database.rows(
            """
            SELECT \(id)::text, \(hash) IS DISTINCT FROM \(database.sha256(content))
            FROM \(from) WHERE \(content) IS NOT NULL AND random() <= \(share)
            """)
        let stale = found.filter(\.isTrue)
        return [
            limits.check(
                "stale_hashes", Double(stale.count),
                figure: "\(stale.count) of \(Figure.number(Double(found.count))) looked at",
                advice: "something edited these rows: restore them from a backup or an export",
                details: stale.prefix(20).compactMap(\.text))
        ]
    }

    private func freshness(_ database: any SourceDatabase, _ columns: Columns) throws
        -> [HealthCheck]
    {
        guard let created = columns.quoted("created") else { return [] }
        let rows = try database.numbers(
            """
            SELECT ($1::double precision
                - extract(epoch FROM max(\(created)::timestamptz)))::double precision FROM \(from)
            """, now: now.timeIntervalSince1970)
        guard let age = rows.first?.first ?? nil else {
            return [HealthCheck("freshness_s", .green, "no rows yet")]
        }
        return [
            limits.check(
                "freshness_s", age, advice: "look whether what writes the table still runs")
        ]
    }

    private func volume(_ database: any SourceDatabase, _ columns: Columns) throws -> [HealthCheck]
    {
        guard let created = columns.quoted("created") else { return [] }
        let today = (now.timeIntervalSince1970 / 86_400).rounded(.down)
        let rows = try database.numbers(
            """
            SELECT floor(extract(epoch FROM \(created)::timestamptz) / 86400)::double precision,
                count(*)::double precision
            FROM \(from) WHERE extract(epoch FROM \(created)::timestamptz) > $1 - 40 * 86400.0
            GROUP BY 1
            """, now: now.timeIntervalSince1970)
        var days: [Double: Double] = [:]
        for row in rows {
            if let day = row[0], let count = row[1] { days[day] = count }
        }
        let volume = Volume(days: days, today: today)
        guard let volume else {
            return [HealthCheck("volume_deviations", .green, "too short a history to tell")]
        }
        return [
            limits.check(
                "volume_deviations", volume.deviations,
                figure:
                    "expected \(Figure.number(volume.expected)), seen \(Figure.number(volume.seen))",
                advice: "yesterday is unlike the days before: look at what writes the table")
        ]
    }
}

extension SourceDatabase {
    fileprivate var isDuckDB: Bool { !(self is BlockingConnection) }
}
