import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import Testing

@testable import Memory

/// The graph on the server: in tables, and mirrored where AGE is.
@Suite(.enabled(if: TestServer.isInstalled(), Comment(rawValue: TestServer.missing)))
struct StoreGraphTests {
    private let home: TemporaryHome

    init() throws { home = try TemporaryHome(now: "2026-05-04T08:00:00Z", store: .postgreSQL) }

    private func connect() throws -> BlockingConnection {
        try #require(try home.database?.connect())
    }

    @Test func theGraphTellsWhoIsRelated() throws {
        let engine = try home.open()
        try engine.take(Bootstrapped.journal)
        _ = try engine.sleep(SleepRequest())
        let connection = try connect()
        let found = try connection.query(
            """
            SELECT kind, name, distance FROM dormouse.related('default',
                (SELECT name FROM dormouse.entity e JOIN dormouse.relation r
                    ON r.source_id = e.entity_id ORDER BY name LIMIT 1), 1)
            """)
        #expect(found.rowCount > 1)
        let near = try connection.query(
            """
            SELECT count(*) FROM dormouse.relation r
            WHERE NOT EXISTS (SELECT FROM dormouse.mention m
                WHERE m.entity_id = r.source_id AND m.memory_id = r.memory_id)
            """
        ).value(as: Int.self)
        #expect(near == 0)
    }

    @Test func theAGEGraphAnswersAsTheTablesDoAndFollowsThem() throws {
        let engine = try home.open()
        let connection = try connect()
        func pairs() throws -> (graph: [String], tables: [String]) {
            let graph = try connection.query(
                """
                SELECT DISTINCT concat_ws(' ', trim('"' FROM a::text), trim('"' FROM kind::text),
                    trim('"' FROM b::text))
                FROM ag_catalog.cypher('dormouse_graph', $cypher$
                    MATCH (a)-[*1..2]-(b) WHERE a.namespace = 'default' AND a.name <> b.name
                    RETURN DISTINCT a.name, label(b), b.name
                $cypher$) AS (a ag_catalog.agtype, kind ag_catalog.agtype, b ag_catalog.agtype)
                ORDER BY 1
                """)
            let tables = try connection.query(
                """
                SELECT DISTINCT concat_ws(' ', e.name, r.kind, r.name)
                FROM dormouse.entity e, dormouse.related('default', e.name, 2) r
                WHERE e.name <> r.name ORDER BY 1
                """)
            return (try graph.values(0, as: String.self), try tables.values(0, as: String.self))
        }
        let made: Bool = try connection.query("SELECT dormouse.mirror_graph()").value()
        #expect(!made, "there is no AGE in this database yet")
        // The tables first, the mirror after them.
        try engine.take(Bootstrapped.journal)
        _ = try engine.sleep(SleepRequest())
        try connection.execute(
            script: """
                CREATE EXTENSION age; SELECT dormouse.mirror_graph();
                LOAD 'age'; SET search_path = public, ag_catalog;
                """)
        var found = try pairs()
        #expect(found.graph == found.tables && found.tables.count > 20)
        // What sleep adds is in both, with names that mean something to SQL and to Cypher.
        for text in ["Mara works at O'Dowd $$ Sons.", "Dov asked Mara about the hives again."] {
            _ = try engine.remember(try MemoryDraft(text, at: "2026-05-04T07:00:00Z", by: "Dov"))
        }
        _ = try engine.sleep(SleepRequest())
        let before = found.tables.count
        found = try pairs()
        #expect(found.graph == found.tables && found.tables.count >= before)
        // And what is erased is in neither.
        try connection.query(
            """
            DELETE FROM dormouse.memory WHERE id IN (
                SELECT memory_id FROM dormouse.mention GROUP BY 1 ORDER BY 1 LIMIT 60)
            """)
        let all = found.tables.count
        found = try pairs()
        #expect(found.graph == found.tables && found.tables.count < all)
        let vertices: Int = try connection.query(
            "SELECT count(*) FROM dormouse_graph._ag_label_vertex"
        ).value()
        let entities: Int = try connection.query("SELECT count(*) FROM dormouse.entity").value()
        #expect(vertices == entities)
    }
}
