import PostgreSQLTestSupport
import Testing

@testable import Schema

@Suite struct ViewDefinitionTests {
    /// What PostgreSQL 15 writes, and what 16 does.
    @Test(arguments: [
        (" SELECT t.a FROM public.t WHERE (t.b > 1)", " SELECT a FROM public.t WHERE (b > 1)"),
        (
            " SELECT x.id FROM ( SELECT t.id FROM public.t) x WHERE (x.id IN ( SELECT t.id FROM public.t))",
            " SELECT id FROM ( SELECT t.id FROM public.t) x WHERE (id IN ( SELECT t.id FROM public.t))"
        ),
        (
            "WITH w AS ( SELECT t.id FROM t) SELECT w.id FROM w ORDER BY w.a",
            "WITH w AS ( SELECT t.id FROM t) SELECT id FROM w ORDER BY a"
        ),
        (
            " SELECT t.a FROM (public.t JOIN public.u ON ((t.a = u.a)))",
            " SELECT t.a FROM (public.t JOIN public.u ON ((t.a = u.a)))"
        ),
        (" SELECT t.a FROM public.t, public.u", " SELECT t.a FROM public.t, public.u"),
        (
            " SELECT t.a FROM public.t UNION SELECT t.a FROM public.t",
            " SELECT t.a FROM public.t UNION SELECT t.a FROM public.t"
        ),
        (
            " SELECT \"T\".\"A b\", 'T.x' FROM public.\"T\"",
            " SELECT \"A b\", 'T.x' FROM public.\"T\""
        ),
        (" SELECT 1", " SELECT 1"), (" SELECT (t.c).x FROM t", " SELECT (c).x FROM t"),
    ])
    func whatFifteenWritesIsReadAsSixteenWouldWriteIt(_ old: String, _ new: String) {
        #expect(ViewDefinition.modern(old) == new)
    }

    @Test(
        .enabled(
            if: TestServer.isInstalled() && TestServer.isInstalled(.debian),
            "needs a second version of PostgreSQL: apt-get install postgresql"))
    func twoVersionsOfPostgreSQLGiveTheSameCatalogue() throws {
        for sql in [SampleSchemas.everything, SampleSchemas.later, Self.views] {
            let new = try TestServer.catalogue(sql)
            let old = try TestServer.catalogue(sql, on: .debian)
            let changes = CatalogueDifference(from: old, to: new).sorted
            #expect(changes.map { "\($0.id) \($0.facts)" } == [])
        }
    }

    private static let views = """
        CREATE TABLE t (id int PRIMARY KEY, a text, b int);
        CREATE VIEW v1 AS SELECT id, a FROM t WHERE b > 1;
        CREATE VIEW v2 AS SELECT t.id, u.a FROM t JOIN t u USING (id);
        CREATE VIEW v3 AS SELECT count(*) AS n, (SELECT max(b) FROM t) AS m FROM t;
        CREATE VIEW v4 AS SELECT x.id FROM (SELECT id FROM t) x WHERE x.id IN (SELECT id FROM t);
        CREATE VIEW v5 AS WITH w AS (SELECT id, a FROM t) SELECT w.id FROM w ORDER BY w.a;
        CREATE VIEW v6 AS SELECT g.n FROM generate_series(1, 3) g(n);
        CREATE MATERIALIZED VIEW m1 AS SELECT b, count(*) AS c FROM t GROUP BY b HAVING b > 1;
        CREATE RULE r AS ON INSERT TO v1 DO INSTEAD INSERT INTO t VALUES (new.id, new.a, 1);
        CREATE FUNCTION g() RETURNS bigint BEGIN ATOMIC SELECT count(*) FROM t WHERE t.b > 2; END;
        """
}
