import DuckDB
import Foundation

/// Digests of what a cycle saw and made. A sum does not care about order, and unlike XOR sees a row
/// that is there twice.
struct SleepDigest {
    let connection: Connection

    /// What a cycle made, by table; those it added nothing to are left out.
    func made(by cycle: Int) throws(DuckDBError) -> [String: SleepEntry.Table] {
        var found: [String: SleepEntry.Table] = [:]
        for table in try SleepLog(connection: connection).cycleTables() where table != "sleep_cycle"
        {
            let row = try connection.query(
                """
                SELECT count(*), coalesce(sum(hash(t))::VARCHAR, '0')
                FROM \(identifier: table) t WHERE cycle = \(cycle)
                """
            ).rows.first
            guard let row else { continue }
            let rows: Int = try row.decode(0)
            if rows > 0 { found[table] = .init(rows: rows, digest: try row.decode(1)) }
        }
        return found
    }

    /// What was told and had crossed by an entry, by table.
    func seen(by entry: Int) throws(DuckDBError) -> [String: SleepEntry.Table] {
        var found: [String: SleepEntry.Table] = [:]
        for table in SourceMirror.tables {
            let key = table.key.components(separatedBy: ", ").map { "t.\($0)" }
                .joined(separator: ", ")
            let row = try connection.query(
                """
                SELECT count(*), coalesce(sum(hash(\(unescaped: key)))::VARCHAR, '0')
                FROM source.\(identifier: table.name) t WHERE coalesce(crossed, 0) <= \(entry)
                """
            ).rows.first
            if let row {
                found[table.name] = .init(rows: try row.decode(0), digest: try row.decode(1))
            }
        }
        return found
    }
}
