import Testing

@testable import Schema

@Suite struct MigrationLintTests {
    private func rules(_ sql: String, down: String? = "SELECT 1") throws -> [String] {
        var files = [(name: "1_x.up.sql", text: sql)]
        if let down { files.append((name: "1_x.down.sql", text: down)) }
        return MigrationLint().findings(in: try MigrationFolder(files: files)).map(\.rule.rawValue)
    }

    /// A statement, and the rule it breaks; nil for none.
    @Test(
        arguments: [
            ("CREATE INDEX i ON t (a)", "index-locks"),
            ("CREATE UNIQUE INDEX ON \"T\" USING hash (a)", "index-locks"),
            ("CREATE INDEX CONCURRENTLY i ON t (a)", "concurrently-in-transaction"),
            ("-- dormouse: no-transaction\nCREATE INDEX CONCURRENTLY i ON t (a)", nil),
            ("CREATE TABLE t (a int); CREATE INDEX i ON t (a)", nil),
            ("CREATE TABLE public.t (a int); CREATE INDEX i ON t (a)", nil),
            ("DROP INDEX i", "index-locks"), ("REINDEX TABLE t", "index-locks"),
            ("VACUUM t", "concurrently-in-transaction"),
            ("ALTER TABLE t ADD COLUMN a int NOT NULL", "not-null-without-default"),
            ("ALTER TABLE t ADD a int NOT NULL DEFAULT 0", nil),
            ("ALTER TABLE t ADD a int NULL", nil),
            ("ALTER TABLE t ADD a int CHECK (a IS NOT NULL)", nil),
            ("ALTER TABLE t ADD COLUMN a uuid DEFAULT gen_random_uuid()", "rewrite"),
            ("ALTER TABLE t ADD COLUMN a timestamptz DEFAULT now()", nil),
            ("ALTER TABLE t ADD COLUMN a bigserial", "rewrite"),
            ("ALTER TABLE t ADD COLUMN a int GENERATED ALWAYS AS (b * 2) STORED", "rewrite"),
            ("ALTER TABLE t ALTER COLUMN a SET NOT NULL", "set-not-null"),
            ("ALTER TABLE t ALTER a TYPE bigint", "column-type"),
            ("ALTER TABLE t ALTER COLUMN a SET DATA TYPE text", "column-type"),
            ("ALTER TABLE IF EXISTS ONLY s.t DROP COLUMN IF EXISTS a", "drop-column"),
            ("ALTER TABLE t DROP a", "drop-column"), ("ALTER TABLE t DROP CONSTRAINT c", nil),
            ("ALTER TABLE t ALTER a DROP NOT NULL", nil), ("DROP TABLE t", "drop-table"),
            ("DROP TABLE IF EXISTS a, b", "drop-table"),
            ("CREATE TABLE t (a int); DROP TABLE t", nil),
            ("ALTER TABLE t RENAME COLUMN a TO b", "rename"),
            ("ALTER TABLE t RENAME TO u", "rename"), ("ALTER VIEW v RENAME TO w", "rename"),
            ("ALTER TABLE t ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES u", "constraint-validates"),
            ("ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)", "constraint-validates"),
            ("ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID", nil),
            ("ALTER TABLE t ADD PRIMARY KEY USING INDEX i", nil),
            ("ALTER TABLE t ADD UNIQUE (a)", "constraint-validates"), ("TRUNCATE t", "truncate"),
            ("UPDATE t SET a = 1", "all-rows"), ("DELETE FROM t", "all-rows"),
            ("UPDATE t SET a = 1 WHERE b", nil), ("LOCK TABLE t", "table-lock"),
            ("REFRESH MATERIALIZED VIEW m", "table-lock"),
            ("REFRESH MATERIALIZED VIEW CONCURRENTLY m", nil),
            ("CREATE EXTENSION IF NOT EXISTS pgvector", "extension-name"),
            ("CREATE EXTENSION vector", nil), ("CREATE EXTENSION \"uuid-ossp\"", nil),
            ("BEGIN", "transaction-control"), ("COMMIT", "transaction-control"),
            ("", "empty-up"), ("-- lint:allow drop-table\nDROP TABLE t", nil),
            ("DROP TABLE t -- lint:allow drop-table\n", nil),
            ("INSERT INTO t VALUES ('DROP TABLE t; CREATE INDEX i ON t (a)')", nil),
        ] as [(String, String?)])
    func eachRuleFindsWhatItIsFor(_ sql: String, _ rule: String?) throws {
        #expect(try rules(sql) == (rule.map { [$0] } ?? []))
    }

    @Test(arguments: [
        ("pgvector", "vector"), ("pg_vector", "vector"), ("uuid_ossp", "uuid-ossp"),
        ("uuid-osp", "uuid-ossp"), ("pgtrgm", "pg_trgm"), ("pg_crypto", "pgcrypto"),
        ("apache_age", "age"), ("pgcron", "pg_cron"), ("timescale", "timescaledb"),
        ("pg_stat_statement", "pg_stat_statements"),
    ])
    func theNameThatWasMeantIsFound(_ wrong: String, _ right: String) {
        #expect(KnownExtensions.suggestion(for: wrong) == right)
    }

    @Test func knownAndPrivateExtensionsAreLeftAlone() {
        for name in KnownExtensions.names { #expect(KnownExtensions.suggestion(for: name) == nil) }
        #expect(KnownExtensions.suggestion(for: "acme_billing_internal") == nil)
    }

    @Test func aMissingOrEmptyWayDownIsTold() throws {
        #expect(try rules("CREATE TABLE t ()", down: nil) == ["missing-down"])
        #expect(try rules("CREATE TABLE t ()", down: "-- nothing\n") == ["empty-down"])
        #expect(try rules("CREATE TABLE t ()", down: "-- lint:allow empty-down: no way back") == [])
        #expect(try rules("CREATE TABLE t ()", down: "DROP TABLE t") == [])
        #expect(
            try rules("CREATE TABLE t ()", down: "COMMIT; DROP TABLE t") == ["transaction-control"])
    }

    @Test func findingsNameTheirLine() throws {
        let folder = try MigrationFolder(files: [
            (
                name: "1_x.up.sql",
                text: "SELECT 1;\n\nALTER TABLE t\n  ADD COLUMN b int,\n  DROP COLUMN a;\n"
            ), (name: "1_x.down.sql", text: "SELECT 1"),
        ])
        let found = MigrationLint().findings(in: folder)
        #expect(found.map(\.line) == [5])
        #expect(found.map(\.message) == ["DROP COLUMN t.a"])
        #expect(MigrationLint(allowing: [.dropColumn]).findings(in: folder).isEmpty)
    }
}
