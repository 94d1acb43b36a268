import DuckDB
import Foundation
import Testing

@testable import Memory

@Suite struct SleepUpgradeTests {
    /// A home that slept before there were language models has tables without their columns.
    @Test func aHomeOfBeforeSleepsOnAndShowsItsMemories() throws {
        let home = try TemporaryHome(now: "2026-05-04T08:00:00Z")
        let engine = try SleptJournal.told(home)
        _ = try engine.sleep(SleepRequest())
        let known = try engine.count("SELECT count(*) FROM facts_current")
        try engine.connection.execute(
            """
            ALTER TABLE stg_memories DROP COLUMN places;
            ALTER TABLE stg_memories DROP COLUMN value_sources;
            ALTER TABLE stg_memories DROP COLUMN language_model;
            ALTER TABLE stg_memories DROP COLUMN fallback;
            ALTER TABLE facts DROP COLUMN source;
            ALTER TABLE facts DROP COLUMN language_model;
            ALTER TABLE facts DROP COLUMN ended_at;
            DROP VIEW episodes_worded; DROP VIEW semantic_memories_worded;
            DROP VIEW model_answers; DROP VIEW model_quarantine;
            CREATE OR REPLACE VIEW facts_history AS
                SELECT *, NULL::TIMESTAMPTZ AS valid_to FROM facts;
            """)
        for kind in SleepQuestion.allCases {
            try engine.connection.execute(
                "DROP TABLE \(kind.questions); DROP TABLE \(kind.answers); DROP TABLE \(kind.claims)"
            )
        }
        try engine.connection.execute(
            "CREATE OR REPLACE VIEW episodes_current AS FROM episodes;"
                + "CREATE OR REPLACE VIEW semantic_memories_current AS FROM semantic_memories;")
        let first = try #require(try engine.all().first)
        #expect(try engine.traces(of: first).contains { $0.name == "judged" })
        _ = try engine.remember(
            try MemoryDraft("Nell lives in Lisbon.", at: "2026-05-04T07:00:00Z", by: "Mara"))
        let report = try engine.sleep(SleepRequest())
        #expect(report.newMemories == 1)
        #expect(
            try engine.count("SELECT count(*) FROM stg_memories WHERE fallback IS NOT NULL") == 1)
        #expect(
            try engine.values("SELECT source FROM facts_current WHERE \"value\" = 'Lisbon'")
                == ["rule"])
        // Beside what it knew before.
        #expect(try engine.count("SELECT count(*) FROM facts_current") == known + 1)
        #expect(try engine.sleep(SleepRequest()).cycle == nil)
    }
}
