import DuckDB
import Foundation
import Jinja
import Pipeline
import Testing

@testable import Memory

/// The tests that the sleep project holds its source to, on sources that break the rules.
@Suite struct SleepSourceTests {
    /// A source as nobody guards it: text columns of any content.
    private static let source = """
        ATTACH ':memory:' AS source_memories;
        ATTACH ':memory:' AS sleep;
        USE sleep;
        SET TimeZone = 'UTC';
        CREATE TABLE source_memories.memory (
            id UUID, namespace VARCHAR, content VARCHAR, content_hash VARCHAR, role VARCHAR,
            speaker VARCHAR, session_id VARCHAR, context VARCHAR, tags VARCHAR[],
            metadata VARCHAR, occurred_at TIMESTAMPTZ, recorded_at TIMESTAMPTZ, parent_id UUID,
            chunk_index INTEGER, supersedes UUID);
        CREATE TABLE source_memories.embedding (memory_id UUID, model VARCHAR, vector FLOAT[]);
        CREATE TABLE source_memories.access (
            recall_id UUID, namespace VARCHAR, memory_id UUID, rank INTEGER,
            accessed_at TIMESTAMPTZ);
        -- Ten a day for forty days.
        INSERT INTO source_memories.memory
        SELECT md5('m' || d || '-' || n)::UUID, 'default', 'memory ' || d || ' ' || n, '', NULL,
            NULL, NULL, NULL, [], NULL,
            TIMESTAMPTZ '2026-03-20 09:00:00+00' + to_days(d::INT) + to_minutes(n::INT),
            TIMESTAMPTZ '2026-03-20 09:00:00+00' + to_days(d::INT) + to_minutes(n::INT), NULL, NULL,
            NULL
        FROM range(45) a(d), range(10) b(n);
        """

    /// Sleeps on a source that was changed, and gives the source's tests that did not pass.
    private func complaints(_ change: String, statement: String? = nil) throws -> [String: String] {
        let connection = try Database(path: nil).connect()
        try connection.execute(Self.source)
        try connection.execute(change)
        let environment = ["DORMOUSE_SLEEP_DB": "sleep.duckdb"]
        let directory = try SleepProject.shipped()
        let profile = try Profile.load(
            directory: directory, name: "dormouse", target: "test", environment: environment,
            machine: .current)
        let project = try Project.load(
            directory: directory,
            options: LoadOptions(
                profile: profile,
                variables: [
                    "cycle": .int(1), "as_of": .string("2026-05-04 08:00:00+00"),
                ], environment: environment))
        let runner = try Runner(project: project, profile: profile, connection: connection)
        let run = try runner.run()
        #expect(run.succeeded, "\(run.results.first { $0.error != nil }?.message ?? "")")
        let report = try runner.test(select: ["path:tests/source", "source:source_memories"])
        #expect(report.results.count > 10)
        var complaints: [String: String] = [:]
        for result in report.results where result.status != .pass {
            if let error = result.error { Issue.record("\(result.name): \(error)") }
            complaints[result.name] = result.status.rawValue
        }
        if let statement {
            let rows = try connection.query(SQL(text: statement)).rows.map(\.values)
            complaints["rows"] = "\(rows)"
        }
        return complaints
    }

    @Test func aSourceThatKeepsTheRulesPassesAll() throws { #expect(try complaints("") == [:]) }

    @Test func everyRuleFindsWhatBreaksIt() throws {
        let first = "(SELECT min(id) FROM source_memories.memory)"
        let found = try complaints(
            """
            INSERT INTO source_memories.memory
                SELECT * FROM source_memories.memory WHERE id = \(first);
            UPDATE source_memories.memory SET content = NULL
                WHERE extract(day FROM occurred_at) <= 4;
            UPDATE source_memories.memory SET speaker = '' WHERE extract(day FROM occurred_at) = 6;
            UPDATE source_memories.memory SET metadata = '{"a":'
                WHERE extract(day FROM occurred_at) = 7;
            UPDATE source_memories.memory SET recorded_at = NULL
                WHERE extract(day FROM occurred_at) = 8;
            UPDATE source_memories.memory SET content = '' WHERE extract(day FROM occurred_at) = 9;
            INSERT INTO source_memories.embedding VALUES (md5('nobody')::UUID, 'm', [1.0]);
            ALTER TABLE source_memories.memory ALTER chunk_index TYPE VARCHAR;
            """)
        #expect(
            found.keys.sorted() == [
                "contents_are_valid", "embeddings_belong_to_memories", "metadata_is_json",
                "nothing_is_changed_before_it_is_made", "null_is_not_the_empty_string",
                "schema_is_as_expected",
                "source_not_null_source_memories_memory_recorded_at",
                "source_unique_source_memories_memory_id",
            ], "\(found)")
        #expect(found["metadata_is_json"] == "warn")
        #expect(found["schema_is_as_expected"] == "fail")
    }

    @Test func aFloodAndASilenceAreUnusualAndTheOddQuietDayIsNot() throws {
        let day = "recorded_at >= '2026-05-03' AND recorded_at < '2026-05-04'"
        let flood = try complaints(
            """
            INSERT INTO source_memories.memory
            SELECT md5('flood' || n)::UUID, 'default', 'flood ' || n, '', NULL, NULL, NULL, NULL, [],
                NULL, TIMESTAMPTZ '2026-05-03 10:00:00+00', TIMESTAMPTZ '2026-05-03 10:00:00+00',
                NULL, NULL, NULL
            FROM range(200) t(n)
            """,
            statement: """
                SELECT memories, expected, most_expected FROM source_volume WHERE is_anomaly
                """)
        #expect(flood == ["volume_is_as_usual": "warn", "rows": "[[210, 10.0, 16.0]]"])
        #expect(
            try complaints("DELETE FROM source_memories.memory WHERE \(day)")
                == ["volume_is_as_usual": "warn"])
        #expect(
            try complaints(
                """
                DELETE FROM source_memories.memory WHERE id IN (
                    SELECT id FROM source_memories.memory WHERE \(day) ORDER BY id LIMIT 5)
                """) == [:])
    }

    @Test func aSourceThatFellSilentIsNotFresh() throws {
        let found = try complaints(
            "DELETE FROM source_memories.memory WHERE recorded_at >= '2026-04-20'")
        #expect(found["source_is_fresh"] == "warn")
    }

    @Test func whereTheSourceKeepsChangesTheyComeAfterTheBeginning() throws {
        let found = try complaints(
            """
            ALTER TABLE source_memories.memory ADD COLUMN created_at TIMESTAMPTZ;
            ALTER TABLE source_memories.memory ADD COLUMN updated_at TIMESTAMPTZ;
            UPDATE source_memories.memory
            SET created_at = recorded_at, updated_at = recorded_at - INTERVAL 1 second;
            """)
        #expect(found == ["nothing_is_changed_before_it_is_made": "warn"])
    }
}
