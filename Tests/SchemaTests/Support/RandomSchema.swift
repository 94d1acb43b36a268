import PostgreSQL

/// Schemas put together at random, the same for the same seed, from a small stock of names, so that
/// two of them have much in common and differ in much.
struct RandomSchema {
    private var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    private static let tables = ["users", "Orders", "select", "it's", "ta\"ble", "ünï", "a;b"]
    private static let columns = ["name", "Total", "from", "at", "note\"s", "größe", "x'y"]
    private static let types = [
        ("integer", "7"), ("bigint", "8"), ("text", "'a;''b'"), ("varchar(40)", "'v'"),
        ("numeric(10,2)", "1.5"), ("timestamptz", "now()"), ("boolean", "true"), ("uuid", nil),
        ("jsonb", "'{}'"), ("text[]", "'{}'"), ("date", "'2026-01-01'"),
    ]

    private mutating func chance(_ share: Double) -> Bool {
        Double.random(in: 0..<1, using: &random) < share
    }

    private mutating func some(_ names: [String], _ share: Double) -> [String] {
        names.filter { _ in chance(share) }
    }

    private func quoted(_ name: String) -> String { PostgresIdentifier.quote(name) }

    mutating func script() -> String {
        var lines = ["CREATE FUNCTION f(integer) RETURNS integer IMMUTABLE RETURN $1 + 1;"]
        if chance(0.5) {
            let labels = some(["'a'", "'b'", "'c''c'"], 0.7).joined(separator: ", ")
            lines.append("CREATE TYPE kind AS ENUM (\(labels));")
        }
        let tables = some(Self.tables, 0.6)
        for table in tables { lines += self.table(table) }
        for table in tables where chance(0.4) {
            guard let target = tables.randomElement(using: &random) else { continue }
            lines.append(
                "ALTER TABLE \(quoted(table)) ADD FOREIGN KEY (id) REFERENCES \(quoted(target)) (id)"
                    + (chance(0.5) ? " ON DELETE CASCADE;" : " NOT VALID;"))
        }
        for (place, table) in tables.enumerated() where chance(0.5) {
            lines.append(
                "CREATE VIEW \(quoted("v" + table)) AS SELECT id, f(id) AS next FROM "
                    + "\(quoted(table)) WHERE id > \(place);")
            if chance(0.5) {
                lines.append(
                    "CREATE VIEW \(quoted("w" + table)) AS SELECT next FROM "
                        + "\(quoted("v" + table));")
            }
        }
        return lines.joined(separator: "\n")
    }

    private mutating func table(_ table: String) -> [String] {
        let name = quoted(table)
        var columns = ["id integer \(chance(0.5) ? "PRIMARY KEY" : "UNIQUE NOT NULL")"]
        var lines: [String] = []
        let chosen = some(Self.columns, 0.5)
        for column in chosen {
            let (type, value) = Self.types.randomElement(using: &random)!
            var text = "\(quoted(column)) \(type)"
            if let value, chance(0.5) { text += " DEFAULT \(value)" }
            if chance(0.4) { text += " NOT NULL" }
            columns.append(text)
        }
        if chance(0.3) { columns.append("g integer GENERATED ALWAYS AS (f(id) * 2) STORED") }
        if chance(0.3) { columns.append("i bigint GENERATED ALWAYS AS IDENTITY") }
        if chance(0.3) { columns.append("s serial") }
        if chance(0.4) { columns.append("CONSTRAINT positive CHECK (id > \(chance(0.5) ? 0 : 1))") }
        lines.append("CREATE TABLE \(name) (\(columns.joined(separator: ", ")));")
        for column in chosen where chance(0.4) {
            lines.append(
                "CREATE INDEX ON \(name) (\(quoted(column))\(chance(0.5) ? " DESC" : ""));")
        }
        for column in chosen where chance(0.3) {
            lines.append("COMMENT ON COLUMN \(name).\(quoted(column)) IS 'it''s \(column.count)';")
        }
        if chance(0.3) {
            lines.append("ALTER TABLE \(name) ENABLE ROW LEVEL SECURITY;")
            lines.append("CREATE POLICY p ON \(name) USING (id > 1);")
        }
        return lines
    }
}
